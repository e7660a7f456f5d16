using System.Runtime.Versioning;
using LakeSql.Data.Tests.Writers;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Directories and files that may no longer be written or read.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PermissionTests
{
    private const UnixFileMode All = (UnixFileMode)0b111_111_111;
    private const UnixFileMode ReadOnly = (UnixFileMode)0b101_101_101;

    private static readonly string[] Changes =
    [
        "INSERT INTO t VALUES (4)", "UPDATE t SET i = i + 1 WHERE i = 1", "DELETE FROM t WHERE i = 1",
        "INSERT OVERWRITE t VALUES (9)",
        "MERGE INTO t USING (SELECT 1 AS i) AS s ON t.i = s.i WHEN MATCHED THEN DELETE",
        "CREATE OR REPLACE TABLE t AS SELECT 1 AS one",
    ];

    [Fact]
    public async Task What_may_not_be_written_stays_as_it_is_and_readable()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "permissions are of another kind there");
        using var lake = new TemporaryLake();
        File.SetUnixFileMode(Path.GetDirectoryName(lake.Path)!, All);
        using var writer = Writer.Unprivileged(lake.Path);
        Assert.SkipUnless(await writer.IsReady(), "the tests' own directory may not be read by everybody");
        await Runs(writer, "CREATE TABLE t (i INT)");
        await Runs(writer, "INSERT INTO t VALUES (1), (2), (3)");
        var table = Assert.Single(Directory.GetDirectories(Path.Combine(lake.Path, "tables")));
        foreach (var directory in (string[])[Path.Combine(table, "_delta_log"), table])
        {
            File.SetUnixFileMode(directory, ReadOnly);
            foreach (var change in Changes)
            {
                Assert.StartsWith("LSQ6007 ", await writer.Run(change));
                Assert.Equal("ok 3", await writer.Run("SELECT count(*) FROM t"));
            }

            Assert.Equal("ok 1", await writer.Run("DESCRIBE HISTORY t"));
            File.SetUnixFileMode(directory, All);
        }

        await Runs(writer, "INSERT INTO t VALUES (4)");
        Assert.Equal("ok 4", await writer.Run("SELECT count(*) FROM t"));
    }

    [Theory]
    [InlineData("*.parquet", "SELECT sum(i) FROM t")]
    [InlineData("*0.json", "SELECT i FROM t VERSION AS OF 0")]
    [InlineData("*.bin", "SELECT sum(i) FROM t")]
    public async Task What_may_not_be_read_is_an_error_that_passes(string files, string query)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "permissions are of another kind there");
        using var lake = new TemporaryLake();
        File.SetUnixFileMode(Path.GetDirectoryName(lake.Path)!, All);
        using var writer = Writer.Unprivileged(lake.Path);
        Assert.SkipUnless(await writer.IsReady(), "the tests' own directory may not be read by everybody");
        await Runs(writer, "CREATE TABLE t (i INT)");
        await Runs(writer, "INSERT INTO t VALUES (1), (2), (3)");
        await Runs(writer, "DELETE FROM t WHERE i = 2");
        var before = files == "*.bin" ? null : await writer.Run(query);
        var hidden = Directory.GetFiles(lake.Path, files, SearchOption.AllDirectories);
        Assert.NotEmpty(hidden);
        Array.ForEach(hidden, f => File.SetUnixFileMode(f, UnixFileMode.None));

        // Another process, since what one has read it may keep.
        using var other = Writer.Unprivileged(lake.Path);
        Assert.True(await other.IsReady());
        Assert.StartsWith("LSQ6007 ", await other.Run(query));
        Assert.StartsWith("LSQ6007 ", await other.Run(query));
        Array.ForEach(hidden, f => File.SetUnixFileMode(f, All));
        var after = await other.Run(query);
        Assert.True(after == before || (before is null && after == "ok 4"), after);
    }

    private static async Task Runs(Writer writer, string sql) => Assert.Equal("ok", await writer.Run(sql));
}
