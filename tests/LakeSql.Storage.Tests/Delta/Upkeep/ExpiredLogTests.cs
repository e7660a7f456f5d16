using LakeSql.Common.Errors;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Durability;
using Xunit;

namespace LakeSql.Storage.Tests.Delta.Upkeep;

/// <summary>What checkpoints leave of the log before them.</summary>
public sealed class ExpiredLogTests
{
    [Fact]
    public void What_no_version_of_the_last_thirty_days_needs_goes_with_a_checkpoint()
    {
        using var table = Filled(29);
        table.Write("_delta_log/00000000000000000003.crc", "{}");
        table.Write("_delta_log/00000000000000000004.00000000000000000006.compacted.json", "{}");
        table.Write("_delta_log/00000000000000000012.00000000000000000015.compacted.json", "{}");
        table.Write("_delta_log/notes.json", "{}");
        Age(table, 0, 25, days: 40);
        Assert.Equal(Enumerable.Range(0, 30), Commits(table));
        table.Append("30.parquet");
        Assert.Equal(Enumerable.Range(20, 11), Commits(table));
        Assert.Equal([30, 20], LogDirectory.Open(table.Root).Checkpoints.Select(c => c.Version));
        Assert.False(File.Exists(table.LogPath("00000000000000000003.crc")));
        Assert.Empty(Directory.GetFiles(table.At("_delta_log"), "*.compacted.json"));
        Assert.True(File.Exists(table.LogPath("notes.json")));
        CheckReadable(table, 20, 30);
        var error = TestTable.Fails(ErrorCode.VersionNotFound, () => table.Table.At(19));
        Assert.Contains("20–30", error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delta.enableExpiredLogCleanup", "false")]
    [InlineData("delta.logRetentionDuration", "interval 60 days")]
    [InlineData("delta.logRetentionDuration", "who knows")]
    public void The_table_may_keep_more(string property, string value)
    {
        using var table = Filled(29, (property, value));
        Age(table, 0, 25, days: 40);
        table.Append("30.parquet");
        Assert.Equal(Enumerable.Range(0, 31), Commits(table));
    }

    [Fact]
    public void The_table_may_keep_less()
    {
        using var table = Filled(29, ("delta.logRetentionDuration", "interval 2 days"));
        Age(table, 0, 15, days: 4);
        table.Append("30.parquet");
        Assert.Equal(Enumerable.Range(10, 21), Commits(table));
        CheckReadable(table, 10, 30);
    }

    [Fact]
    public void Without_a_checkpoint_that_is_old_enough_all_stays()
    {
        using var table = Filled(29);
        Age(table, 0, 9, days: 40);
        table.Append("30.parquet");
        Assert.Equal(Enumerable.Range(0, 31), Commits(table));
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(13, 10)]
    [InlineData(27, 20)]
    public void A_version_that_must_stay_keeps_what_it_needs(int pinned, int oldest)
    {
        using var table = Filled(29);
        Age(table, 0, 25, days: 40);
        var pinning = new DeltaTable(table.Root) { Pinned = () => [pinned] };
        pinning.Commit(new TableChange(
            pinning.Latest(), [table.NewFile("30.parquet")], [], null, true, TestTable.Describe()));
        Assert.Equal(Enumerable.Range(oldest, 31 - oldest), Commits(table));
        CheckReadable(table, oldest, 30);
    }

    [Fact]
    public void A_damaged_checkpoint_is_nothing_to_start_from()
    {
        using var table = Filled(29);
        Age(table, 0, 25, days: 40);
        File.WriteAllText(LogDirectory.CheckpointPath(table.Root, 20), "damage");
        table.Append("30.parquet");
        Assert.Equal(Enumerable.Range(10, 21), Commits(table));
        CheckReadable(table, 10, 30);
    }

    [Fact]
    public void Whenever_it_ends_what_is_left_is_a_log()
    {
        var isDone = false;
        for (var n = 1; !isDone; n += 2)
        {
            using var table = Filled(29);
            Age(table, 0, 25, days: 40);
            var left = n;
            DiskSteps.Watch(step =>
            {
                if (step == "delete of log" && --left <= 0)
                {
                    throw new IOException("the power is gone");
                }
            });
            var appended = table.Append("30.parquet");
            DiskSteps.Watch(null);
            isDone = left > 0;
            Assert.Equal(30, appended.Version);
            var log = LogDirectory.Open(table.Root);
            CheckReadable(table, log.Earliest, 30);

            // The next checkpoint takes up what was left.
            for (var version = 31; version <= 40; version++)
            {
                table.Append($"{version}.parquet");
            }

            Assert.Equal(Enumerable.Range(20, 21), Commits(table));
            Assert.True(n < 60, "it never ends");
        }
    }

    [Fact]
    public void Recorded_instants_count_and_not_those_of_files()
    {
        using var table = Filled(29, ("delta.enableInCommitTimestamps", "true"));
        Age(table, 0, 25, days: 40);
        table.Append("30.parquet");
        Assert.Equal(Enumerable.Range(0, 31), Commits(table));
    }

    [Fact]
    public void Sidecars_go_with_the_checkpoints_that_name_them()
    {
        using var table = Filled(29, ("delta.checkpointPolicy", "v2"));
        var sidecars = table.At("_delta_log", "_sidecars");
        var (first, second) = (SidecarOf(10), SidecarOf(20));
        table.Write("_delta_log/_sidecars/left.parquet", "by a writer that died");
        table.Write("_delta_log/_sidecars/young.parquet", "of one that is writing");
        foreach (var path in (string[])[first, second, Path.Combine(sidecars, "left.parquet")])
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-40));
        }

        Age(table, 0, 25, days: 40);
        table.Append("30.parquet");
        Assert.Equal(
            new[] { second, SidecarOf(30), Path.Combine(sidecars, "young.parquet") }.Order(StringComparer.Ordinal),
            Directory.GetFiles(sidecars).Order(StringComparer.Ordinal));
        CheckReadable(table, 20, 30);

        string SidecarOf(long version)
        {
            var checkpoint = Assert.Single(Directory.GetFiles(table.At("_delta_log"), $"{version:D20}.checkpoint.*"));
            return Assert.Single(
                Directory.GetFiles(sidecars),
                f => File.ReadAllText(checkpoint).Contains(Path.GetFileName(f), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_link_is_followed()
    {
        using var table = Filled(29, ("delta.checkpointPolicy", "v2"));
        using var outside = new TemporaryDirectory();
        var precious = outside.Write("precious.parquet", "rows");
        File.SetLastWriteTimeUtc(precious, DateTime.UtcNow.AddDays(-40));
        var sidecars = table.At("_delta_log", "_sidecars");
        File.CreateSymbolicLink(Path.Combine(sidecars, "link.parquet"), precious);
        Age(table, 0, 25, days: 40);
        table.Append("30.parquet");
        Assert.True(File.Exists(precious));
        Assert.Equal(20, LogDirectory.Open(table.Root).Earliest);
    }

    private static TestTable Filled(int lastVersion, params (string, string)[] properties)
    {
        var table = new TestTable();
        table.Create(properties);
        for (var version = 1; version <= lastVersion; version++)
        {
            table.Append($"{version}.parquet");
        }

        return table;
    }

    private static void Age(TestTable table, long first, long last, int days)
    {
        for (var version = first; version <= last; version++)
        {
            File.SetLastWriteTimeUtc(
                table.CommitPath(version), DateTime.UtcNow.AddDays(-days).AddSeconds(version));
        }
    }

    private static IEnumerable<int> Commits(TestTable table) =>
        LogDirectory.Open(table.Root).Commits.Select(v => (int)v);

    /// <summary>Each version has as many files as versions were before it, and none is found elsewhere.</summary>
    private static void CheckReadable(TestTable table, long first, long last)
    {
        Assert.Equal(first, LogDirectory.Open(table.Root).Earliest);
        for (var version = first; version <= last; version++)
        {
            Assert.Equal(version, SnapshotReader.Load(LogDirectory.Open(table.Root), version).Files.Count);
        }
    }
}
