using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Log;
using Xunit;

namespace LakeSql.Storage.Tests.Delta.Checkpoints;

public sealed class CheckpointTests
{
    [Fact]
    public void Every_tenth_commit_leaves_a_checkpoint_and_the_hint_that_points_to_it()
    {
        using var table = Filled(25);
        Assert.Equal([20, 10], LogDirectory.TryOpen(table.Root)!.Checkpoints.Select(c => c.Version));
        var hint = JsonNode.Parse(File.ReadAllText(table.LogPath("_last_checkpoint")))!;
        Assert.Equal(20, (long?)hint["version"]);
        Assert.Equal(20, (long?)hint["numOfAddFiles"]);
        Assert.Equal(new FileInfo(LogDirectory.CheckpointPath(table.Root, 20)).Length, (long?)hint["sizeInBytes"]);
    }

    [Fact]
    public void The_table_may_ask_for_another_interval()
    {
        using var table = Filled(7, ("delta.checkpointInterval", "3"));
        Assert.Equal([6, 3], LogDirectory.TryOpen(table.Root)!.Checkpoints.Select(c => c.Version));
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("v2")]
    public void A_checkpoint_says_what_the_commits_said(string policy)
    {
        using var table = new TestTable();
        table.Create(("k", "v"), ("delta.checkpointInterval", "4"), ("delta.checkpointPolicy", policy));
        table.Log(
            1, """{"txn":{"appId":"app","version":7,"lastUpdated":5}}""",
            """{"domainMetadata":{"domain":"theirs","configuration":"{}","removed":false}}""",
            TestTable.Add(
                "theirs%20too.parquet", ",\"tags\":{\"t\":\"1\",\"n\":null},\"clusteringProvider\":\"liquid\""));
        var file = table.NewFile("p=x/ü é.parquet", "x", """{"numRecords":3}""");
        var read = table.Commit(table.Table.Latest(), [file, table.NewFile("gone.parquet")], []);
        read = table.Commit(read, [], [read.Files.Single(f => f.Path == "gone.parquet")]);
        var written = table.Append("last.parquet");

        var expected = Describe(SnapshotReader.Load(WithoutCheckpoints(table), written.Version));
        DeleteCommits(table, 0, written.Version);
        var state = SnapshotReader.Load(LogDirectory.Open(table.Root), written.Version);
        Assert.Equal(expected, Describe(state));
        Assert.Contains("gone.parquet", expected, StringComparison.Ordinal);
        Assert.Contains("\"t\":\"1\"", expected, StringComparison.Ordinal);
        Assert.Contains("\"domain\":\"theirs\"", expected, StringComparison.Ordinal);
        Assert.Contains("\"clusteringProvider\":\"liquid\"", expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_table_asks_for_it_a_sidecar_holds_the_files()
    {
        using var table = Filled(9, ("delta.checkpointPolicy", "v2"));
        var read = table.Table.Latest();
        Assert.Contains("v2Checkpoint", read.Protocol.ReaderFeatures);
        table.Commit(read, [], [read.Files[0]]);
        var checkpoint = Assert.Single(Directory.GetFiles(table.At("_delta_log"), "*.checkpoint.*"));
        Assert.Matches(@"/0{18}10\.checkpoint\.[0-9a-f-]{36}\.json$", checkpoint.Replace('\\', '/'));
        var lines = File.ReadLines(checkpoint).Select(l => JsonNode.Parse(l)!.AsObject().Single()).ToList();
        Assert.Equal(["checkpointMetadata", "protocol", "metaData", "sidecar"], lines.Select(l => l.Key));
        Assert.Equal(10, (long?)lines[0].Value!["version"]);
        var sidecar = Assert.Single(Directory.GetFiles(table.At("_delta_log", "_sidecars")));
        Assert.Equal(Path.GetFileName(sidecar), (string?)lines[3].Value!["path"]);
        Assert.Equal(new FileInfo(sidecar).Length, (long?)lines[3].Value!["sizeInBytes"]);
        var hint = JsonNode.Parse(File.ReadAllText(table.LogPath("_last_checkpoint")))!;
        Assert.Equal(Path.GetFileName(checkpoint), (string?)hint["v2Checkpoint"]!["path"]);
        Assert.Equal(lines.Count + 9, (long?)hint["size"]);
        DeleteCommits(table, 0, 10);
        Assert.Equal(8, Fresh(table).Files.Count);
        Assert.Single(Fresh(table).State.Tombstones);

        // Without its sidecar it is none.
        File.Delete(sidecar);
        TestTable.Fails(ErrorCode.LogCorrupt, () => Fresh(table));
    }

    [Fact]
    public void A_table_of_such_checkpoints_may_have_no_files()
    {
        using var table = new TestTable();
        var read = table.Create(("delta.checkpointPolicy", "v2"), ("delta.checkpointInterval", "1"));
        table.Commit(read, [], [], TestTable.MetadataWith(
            ("a", "b"), ("delta.checkpointPolicy", "v2"), ("delta.checkpointInterval", "1")));
        DeleteCommits(table, 0, 1);
        Assert.Equal("b", Fresh(table).Metadata.Properties["a"]);
        Assert.False(Directory.Exists(table.At("_delta_log", "_sidecars")));
    }

    [Fact]
    public void Lists_and_maps_that_hold_nothing_come_back_as_such()
    {
        using var table = new TestTable();
        table.Log(
            0, """{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":[],"writerFeatures":[]}}""",
            TestTable.Metadata);
        foreach (var version in Enumerable.Range(1, 10))
        {
            table.Append($"{version}.parquet");
        }

        DeleteCommits(table, 0, 9);
        var state = SnapshotReader.Load(LogDirectory.Open(table.Root), 10).State;
        Assert.Equal("[]", state.Protocol!["readerFeatures"]!.ToJsonString());
        Assert.Equal("{}", state.Metadata!["configuration"]!.ToJsonString());
        Assert.Equal("[]", state.Metadata["partitionColumns"]!.ToJsonString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("garbage")]
    [InlineData("""{"version":999999}""")]
    [InlineData("""{"version":10,"size":-1,"parts":4}""")]
    public void The_hint_is_only_a_hint(string? content)
    {
        using var table = Filled(22);
        if (content is null)
        {
            File.Delete(table.LogPath("_last_checkpoint"));
        }
        else
        {
            File.WriteAllText(table.LogPath("_last_checkpoint"), content);
        }

        Assert.Equal(22, Fresh(table).Files.Count);
    }

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_while_older_ones_and_commits_are_there()
    {
        using var table = Filled(22);
        File.WriteAllText(LogDirectory.CheckpointPath(table.Root, 20), "PAR1 is not enough PAR1");
        DeleteCommits(table, 0, 9);
        Assert.Equal(22, Fresh(table).Files.Count);
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_when_nothing_stands_for_it()
    {
        using var table = Filled(12);
        var bytes = File.ReadAllBytes(LogDirectory.CheckpointPath(table.Root, 10));
        File.WriteAllBytes(LogDirectory.CheckpointPath(table.Root, 10), bytes[..(bytes.Length / 2)]);
        DeleteCommits(table, 0, 9);
        var error = TestTable.Fails(ErrorCode.LogCorrupt, () => Fresh(table));
        Assert.Contains("00010.checkpoint.parquet", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    public void A_missing_commit_is_named_when_no_checkpoint_stands_for_it(int missing)
    {
        using var table = Filled(12);
        File.Delete(table.CommitPath(missing));
        if (missing < 10)
        {
            Assert.Equal(12, Fresh(table).Files.Count);
            File.Delete(LogDirectory.CheckpointPath(table.Root, 10));
        }

        var error = TestTable.Fails(ErrorCode.LogCorrupt, () => Fresh(table));
        Assert.Contains($"{missing:D20}.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_several_files_counts_only_when_all_are_there()
    {
        using var table = Filled(10);
        File.Move(
            LogDirectory.CheckpointPath(table.Root, 10),
            table.LogPath("00000000000000000010.checkpoint.0000000001.0000000002.parquet"));
        Assert.Empty(LogDirectory.TryOpen(table.Root)!.Checkpoints);
        Assert.Equal(10, Fresh(table).Files.Count);
    }

    [Theory]
    [InlineData("interval 1 week", 1)]
    [InlineData("interval 0 seconds", 0)]
    [InlineData("1 day 12 hours", 1)]
    [InlineData("who knows", 1)]
    public void Removed_files_are_remembered_as_long_as_the_table_says(string retention, int expected)
    {
        using var table = new TestTable();
        table.Create(("delta.deletedFileRetentionDuration", retention), ("delta.checkpointInterval", "3"));
        var read = table.Append("f.parquet");
        table.Commit(read, [], read.Files);
        var deletedAt = File.GetLastWriteTimeUtc(table.CommitPath(2));
        SpinWait.SpinUntil(() => DateTime.UtcNow > deletedAt.AddMilliseconds(2));
        table.Append("g.parquet");
        DeleteCommits(table, 0, 3);
        Assert.Equal(expected, Fresh(table).State.Tombstones.Count());
    }

    private static Snapshot Fresh(TestTable table)
    {
        var log = LogDirectory.Open(table.Root);
        return SnapshotReader.Load(log, log.Latest);
    }

    private static LogDirectory WithoutCheckpoints(TestTable table)
    {
        var hidden = table.At("hidden");
        var checkpoint = Assert.Single(Directory.GetFiles(table.At("_delta_log"), "*.checkpoint.*"));
        File.Move(checkpoint, hidden);
        var log = LogDirectory.Open(table.Root);
        File.Move(hidden, checkpoint);
        Assert.Empty(log.Checkpoints);
        return log;
    }

    private static void DeleteCommits(TestTable table, long first, long last)
    {
        for (var version = first; version <= last; version++)
        {
            File.Delete(table.CommitPath(version));
        }
    }

    /// <summary>All that a state holds, in an order of its own.</summary>
    private static string Describe(Snapshot snapshot)
    {
        var state = snapshot.State;
        var actions = state.Files.Select(f => LogActions.Add(f, dataChange: false)).Concat(state.Tombstones)
            .Concat(state.Transactions).Concat(state.Domains).Append(state.Protocol!).Append(state.Metadata!);
        var lines = actions.Select(a => Sorted(a).ToJsonString(LogJson.Options));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private static JsonObject Sorted(JsonObject node) => new(node.OrderBy(m => m.Key, StringComparer.Ordinal)
        .Select(m => KeyValuePair.Create(m.Key, m.Value is JsonObject o ? Sorted(o) : m.Value?.DeepClone())));

    private static TestTable Filled(int commits, params (string Key, string Value)[] properties)
    {
        var table = new TestTable();
        table.Create(properties);
        for (var i = 1; i <= commits; i++)
        {
            table.Append($"f{i:D2}.parquet");
        }

        return table;
    }
}
