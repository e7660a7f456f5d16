using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Data files as other writers make them.</summary>
public sealed class ForeignFileTests
{
    [Fact]
    public void A_text_that_its_file_does_not_mark_as_one_is_a_text_all_the_same()
    {
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        connection.Run("CREATE TABLE t (s BINARY, l ARRAY<BINARY>)");
        connection.Run("INSERT INTO t VALUES (encode('ü€'), [encode('é')])");
        connection.Run("INSERT INTO t (s) VALUES (encode('x'))");

        // Bytes have no mark in a file, and neither have the texts of some writers.
        var log = Directory.GetFiles(lake.Path, $"{0:D20}.json", SearchOption.AllDirectories).Single();
        var text = File.ReadAllText(log);
        File.WriteAllText(log, text.Replace("\\\"binary\\\"", "\\\"string\\\"", StringComparison.Ordinal));
        using var after = new TemporaryLake();
        using var other = after.Open();
        var table = $"delta.`{Copy(Path.GetDirectoryName(Path.GetDirectoryName(log))!, after.Path + "-t")}`";
        Assert.Equal("ü€", other.Scalar($"SELECT s FROM {table} WHERE l[1] = 'é'"));
        Assert.Equal(1L, other.Scalar($"SELECT count(*) FROM {table} WHERE s = 'x' AND l IS NULL"));
    }

    [Theory]
    [InlineData("DELETE FROM t WHERE id = 3")]
    [InlineData("MERGE INTO t USING (SELECT 3 AS id) s ON s.id = t.id WHEN MATCHED THEN DELETE")]
    [InlineData("INSERT INTO t REPLACE WHERE id = 3 SELECT 3 AS id WHERE FALSE")]
    public void A_property_whose_feature_the_protocol_lacks_changes_nothing(string removal)
    {
        using var lake = new TemporaryLake();
        using (var connection = lake.Open())
        {
            connection.Run("CREATE TABLE t TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true') "
                + "AS SELECT i AS id FROM range(10) r(i)");
        }

        // Who reads by this protocol would see rows that a deletion vector deletes.
        using var after = new TemporaryLake();
        Copy(lake.Path, after.Path);
        var log = Directory.GetFiles(after.Path, $"{0:D20}.json", SearchOption.AllDirectories).Single();
        File.WriteAllLines(log, File.ReadAllLines(log).Select(
            l => l.StartsWith("{\"protocol\"", StringComparison.Ordinal)
                ? """{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}""" : l));
        using var other = after.Open();
        other.Run(removal);
        Assert.Equal("9 42", other.Scalar("SELECT count(*) || ' ' || sum(id) FROM t"));
        var commit = File.ReadAllText(log.Replace($"{0:D20}", $"{1:D20}", StringComparison.Ordinal));
        Assert.Contains("\"remove\"", commit, StringComparison.Ordinal);
        Assert.DoesNotContain("deletionVector", commit, StringComparison.Ordinal);
        Assert.DoesNotContain("\"cdc\"", commit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE t SET id = 8")]
    [InlineData("DELETE FROM t WHERE id = 1")]
    [InlineData("MERGE INTO t USING (SELECT 1 AS id) s ON s.id = t.id WHEN MATCHED THEN DELETE")]
    public void A_log_that_names_a_file_in_two_ways_is_damaged(string change)
    {
        using var lake = new TemporaryLake();
        using (var connection = lake.Open())
        {
            connection.Run("CREATE TABLE t AS SELECT 1 AS id");
        }

        using var after = new TemporaryLake();
        Copy(lake.Path, after.Path);
        var log = Directory.GetFiles(after.Path, $"{0:D20}.json", SearchOption.AllDirectories).Single();
        var add = File.ReadLines(log).Single(l => l.StartsWith("{\"add\"", StringComparison.Ordinal));
        File.AppendAllLines(log, [add.Replace("\"path\":\"", "\"path\":\"./", StringComparison.Ordinal)]);
        using var other = after.Open();
        var error = Assert.Throws<LakeSqlException>(() => other.Run(change));
        Assert.Equal(ErrorCode.LogCorrupt, error.Code);
    }

    private static string Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }
}
