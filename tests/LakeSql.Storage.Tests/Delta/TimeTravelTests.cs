using LakeSql.Common.Errors;
using LakeSql.Storage.Delta;
using Xunit;

namespace LakeSql.Storage.Tests.Delta;

public sealed class TimeTravelTests
{
    private static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Each_version_has_the_files_it_had()
    {
        using var table = Filled(25);
        foreach (var version in new long[] { 0, 1, 9, 10, 11, 20, 24, 25 })
        {
            Assert.Equal(
                Enumerable.Range(1, (int)version).Select(v => $"f{v:D2}.parquet"),
                TestTable.Paths(table.Table.At(version)));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(long.MaxValue)]
    public void A_version_that_is_not_there_is_said_with_those_that_are(long version)
    {
        using var table = Filled(3);
        var error = TestTable.Fails(ErrorCode.VersionNotFound, () => table.Table.At(version));
        Assert.Contains("0–3", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void An_instant_means_the_newest_version_made_by_then()
    {
        using var table = Filled(3);
        SetTimes(table, 0, 10, 20, 30);
        Assert.Equal(0, AsOf(table, 0));
        Assert.Equal(0, AsOf(table, 9.999));
        Assert.Equal(1, AsOf(table, 10));
        Assert.Equal(2, AsOf(table, 25));
        Assert.Equal(3, AsOf(table, 1e6));
        TestTable.Fails(ErrorCode.TimestampTooEarly, () => AsOf(table, -0.001));
    }

    [Fact]
    public void A_clock_that_ran_backwards_does_not_reorder_versions()
    {
        using var table = Filled(3);
        SetTimes(table, 10, 5, 5, 30);
        Assert.Equal(0, AsOf(table, 10));
        Assert.Equal(1, AsOf(table, 10.001));
        Assert.Equal(2, AsOf(table, 10.002));
        Assert.Equal([3, 2, 1, 0], table.Table.History().Select(h => h.Version));
        Assert.Equal(4, table.Table.History().Select(h => h.Timestamp).Distinct().Count());
    }

    [Fact]
    public void Instants_that_commits_record_count_more_than_those_of_their_files()
    {
        using var table = new TestTable();
        var recording = TestTable.Metadata.Replace(
            "\"configuration\":{}", "\"configuration\":{\"delta.enableInCommitTimestamps\":\"true\"}",
            StringComparison.Ordinal);
        table.Log(0, TestTable.Protocol, TestTable.Metadata).Log(1, CommitAt(1000), recording).Log(2, CommitAt(2000));
        Assert.Equal([2000, 1000], table.Table.History().Take(2).Select(h => h.Timestamp.ToUnixTimeMilliseconds()));
        Assert.Equal(1, table.Table.AsOf(DateTimeOffset.FromUnixTimeMilliseconds(1999)).Version);
        Assert.Equal(2000, table.Table.Latest().Timestamp.ToUnixTimeMilliseconds());
        table.Log(3, CommitAt(3000));
        Assert.Equal(3000, table.Table.Latest().Timestamp.ToUnixTimeMilliseconds());

        static string CommitAt(long instant) => $$$"""{"commitInfo":{"inCommitTimestamp":{{{instant}}}}}""";
    }

    [Fact]
    public void An_instant_that_no_calendar_holds_is_damage()
    {
        using var table = new TestTable();
        var recording = TestTable.Metadata.Replace(
            "\"configuration\":{}", "\"configuration\":{\"delta.enableInCommitTimestamps\":\"true\"}",
            StringComparison.Ordinal);
        table.Log(0, """{"commitInfo":{"inCommitTimestamp":9223372036854775807}}""", TestTable.Protocol, recording);
        TestTable.Fails(ErrorCode.LogCorrupt, table.Table.Latest);
    }

    [Fact]
    public void Versions_before_the_oldest_checkpoint_go_with_their_commits()
    {
        using var table = Filled(12);
        for (var version = 0; version < 10; version++)
        {
            File.Delete(table.CommitPath(version));
        }

        Assert.Equal(12, table.Table.At(12).Files.Count);
        Assert.Equal(10, table.Table.At(10).Files.Count);
        var error = TestTable.Fails(ErrorCode.VersionNotFound, () => table.Table.At(9));
        Assert.Contains("10–12", error.Hint, StringComparison.Ordinal);
        TestTable.Fails(ErrorCode.TimestampTooEarly, () => table.Table.AsOf(DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void A_snapshot_stays_as_it_was()
    {
        using var table = Filled(2);
        var before = table.Table.Latest();
        table.Commit(before, [], before.Files);
        Assert.Equal(2, before.Files.Count);
        Assert.Empty(table.Table.Latest().Files);
    }

    private static long AsOf(TestTable table, double seconds) =>
        table.Table.AsOf(new DateTimeOffset(Start) + TimeSpan.FromSeconds(seconds)).Version;

    private static void SetTimes(TestTable table, params double[] seconds)
    {
        for (var version = 0; version < seconds.Length; version++)
        {
            File.SetLastWriteTimeUtc(table.CommitPath(version), Start.AddSeconds(seconds[version]));
        }
    }

    private static TestTable Filled(int commits)
    {
        var table = new TestTable();
        table.Create();
        for (var i = 1; i <= commits; i++)
        {
            table.Append($"f{i:D2}.parquet");
        }

        return table;
    }
}
