using System.Text.Json.Nodes;
using LakeSql.Storage.Delta;
using Xunit;

namespace LakeSql.Storage.Tests.Delta.Log;

/// <summary>Commits that record themselves when they were made.</summary>
public sealed class CommitInstantsTests
{
    private const string Enabled = "delta.enableInCommitTimestamps";

    [Fact]
    public async Task Each_of_many_commits_is_later_than_the_one_before()
    {
        using var table = new TestTable();
        var read = table.Create((Enabled, "true"));
        Assert.Contains("inCommitTimestamp", read.Protocol.WriterFeatures);
        var files = Enumerable.Range(0, 40).Select(i => table.NewFile($"f{i}.parquet")).ToList();
        await Task.WhenAll(files.Select(f => Task.Run(() => table.Commit(read, [f], []))));
        var instants = Enumerable.Range(0, 41).Select(v => InstantOf(table, v)!.Value).ToList();
        Assert.Equal(instants.Distinct().Order(), instants);
        Assert.Equal(
            instants, table.Table.History().Reverse().Select(h => h.Timestamp.ToUnixTimeMilliseconds()));
        Assert.Equal(17, table.Table.AsOf(DateTimeOffset.FromUnixTimeMilliseconds(instants[17])).Version);
        Assert.DoesNotContain(read.Metadata.Properties.Keys, k => k.Contains("Enablement", StringComparison.Ordinal));
    }

    [Fact]
    public void A_clock_that_is_behind_does_not_count()
    {
        using var table = new TestTable();
        table.Create((Enabled, "true"));
        var ahead = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds();
        table.Log(1, $$$"""{"commitInfo":{"inCommitTimestamp":{{{ahead}}}}}""", TestTable.Add("theirs.parquet"));
        table.Append("ours.parquet");
        Assert.Equal(ahead + 1, InstantOf(table, 2));
    }

    [Fact]
    public void A_table_that_begins_to_record_says_since_when()
    {
        using var table = new TestTable();
        table.Create();
        table.Append("a.parquet");

        // The file is of tomorrow, as if another clock had been ahead.
        var tomorrow = DateTime.UtcNow.Date.AddDays(1);
        File.SetLastWriteTimeUtc(table.CommitPath(1), tomorrow);
        var on = table.Commit(table.Table.Latest(), [], [], TestTable.MetadataWith((Enabled, "true")));
        Assert.Equal(new DateTimeOffset(tomorrow).ToUnixTimeMilliseconds() + 1, InstantOf(table, 2));
        AssertSince(on, 2, InstantOf(table, 2)!.Value);
        Assert.Null(InstantOf(table, 1));

        // Another change of the metadata leaves that as it is, whatever it says itself.
        table.Append("b.parquet");
        AssertSince(
            table.Commit(table.Table.Latest(), [], [], TestTable.MetadataWith(
                (Enabled, "true"), ("delta.inCommitTimestampEnablementVersion", "0"), ("a", "b"))),
            2, InstantOf(table, 2)!.Value);

        // Off and on again: what was recorded before counts no more.
        table.Commit(table.Table.Latest(), [], [], TestTable.MetadataWith());
        Assert.Null(InstantOf(table, 5));
        table.Append("c.parquet");
        Assert.Null(InstantOf(table, 6));
        Assert.DoesNotContain(
            table.Table.Latest().Metadata.Properties.Keys, k => k.Contains("Enablement", StringComparison.Ordinal));
        table.Commit(table.Table.Latest(), [], [], TestTable.MetadataWith((Enabled, "true")));
        AssertSince(table.Table.Latest(), 7, InstantOf(table, 7)!.Value);
        var instants = table.Table.History().Reverse().Select(h => h.Timestamp.ToUnixTimeMilliseconds()).ToList();
        Assert.Equal(instants.Distinct().Order(), instants);
    }

    private static void AssertSince(Snapshot snapshot, long version, long instant)
    {
        Assert.Equal($"{version}", snapshot.Metadata.Properties["delta.inCommitTimestampEnablementVersion"]);
        Assert.Equal($"{instant}", snapshot.Metadata.Properties["delta.inCommitTimestampEnablementTimestamp"]);
    }

    /// <summary>What the first action of a commit records.</summary>
    private static long? InstantOf(TestTable table, long version) => (long?)JsonNode
        .Parse(File.ReadLines(table.CommitPath(version)).First())!["commitInfo"]!["inCommitTimestamp"];
}
