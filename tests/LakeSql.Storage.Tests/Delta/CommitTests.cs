using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta;
using Xunit;

namespace LakeSql.Storage.Tests.Delta;

public sealed class CommitTests
{
    [Fact]
    public async Task Blind_appends_of_many_threads_are_all_in_and_each_has_its_version()
    {
        using var table = new TestTable();
        var read = table.Create();
        var files = Enumerable.Range(0, 60).Select(i => table.NewFile($"f{i}.parquet")).ToList();
        var versions = await Task.WhenAll(files.Select(f => Task.Run(() => table.Commit(read, [f], []).Version)));
        Assert.Equal(Enumerable.Range(1, 60).Select(v => (long)v), versions.Order());
        Assert.Equal(files.Select(f => f.Path).Order(StringComparer.Ordinal), TestTable.Paths(table.Table.Latest()));
        Assert.Empty(Directory.GetFiles(table.At("_delta_log"), "*.tmp"));
    }

    [Fact]
    public async Task Of_many_changes_of_one_version_exactly_one_is_in()
    {
        using var table = new TestTable();
        table.Create();
        var read = table.Append("old.parquet");
        var files = Enumerable.Range(0, 16).Select(i => table.NewFile($"new{i}.parquet")).ToList();
        var errors = await Task.WhenAll(files.Select(f => Task.Run(
            () => Record.Exception(() => table.Commit(read, [f], read.Files)))));
        Assert.Single(errors, e => e is null);
        Assert.All(errors.Where(e => e is not null), e =>
        {
            var error = Assert.IsType<LakeSqlException>(e);
            Assert.Equal(ErrorCode.CommitConflict, error.Code);
            Assert.True(error.IsTransient);
        });
        var latest = table.Table.Latest();
        Assert.Equal(read.Version + 1, latest.Version);
        Assert.StartsWith("new", Assert.Single(latest.Files).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_creators_exactly_one_makes_the_table()
    {
        using var table = new TestTable();
        var errors = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Record.Exception(() => table.Create()))));
        Assert.Single(errors, e => e is null);
        Assert.All(
            errors.Where(e => e is not null),
            e => Assert.Equal(ErrorCode.AlreadyExists, Assert.IsType<LakeSqlException>(e).Code));
    }

    [Fact]
    public void Another_programs_commit_is_seen_and_followed()
    {
        using var table = new TestTable();
        var read = table.Create();
        table.Log(1, TestTable.Add("theirs.parquet"));
        table.Commit(read, [table.NewFile("ours.parquet")], []);
        Assert.Equal(["ours.parquet", "theirs.parquet"], TestTable.Paths(table.Table.Latest()));
        Assert.Equal(2, table.Table.LatestVersion());
    }

    [Fact]
    public void Rows_that_are_only_moved_follow_appends_and_not_a_change_of_their_files()
    {
        using var table = new TestTable();
        table.Create();
        table.Append("a.parquet");
        var read = table.Append("b.parquet");
        table.Append("c.parquet");
        var moved = table.Table.Commit(Rearranged(read, [table.NewFile("ab.parquet")], read.Files));
        Assert.Equal(["ab.parquet", "c.parquet"], TestTable.Paths(moved));

        table.Commit(moved, [], [moved.Files.First(f => f.Path == "c.parquet")]);
        TestTable.Fails(ErrorCode.CommitConflict, () => table.Table.Commit(
            Rearranged(moved, [table.NewFile("abc.parquet")], moved.Files)));
    }

    [Fact]
    public void A_file_that_is_described_anew_does_not_come_back()
    {
        using var table = new TestTable();
        table.Create();
        var read = table.Append("a.parquet");
        table.Append("b.parquet");
        var described = table.Table.Commit(
            Rearranged(read, [read.Files[0] with { Statistics = "{\"numRecords\":7}" }], []));
        Assert.Equal(7, FileStatistics.Of(described.Files.First(f => f.Path == "a.parquet"))!.RowCount);

        table.Commit(described, [], [described.Files.First(f => f.Path == "a.parquet")]);
        TestTable.Fails(ErrorCode.CommitConflict, () => table.Table.Commit(Rearranged(described, [read.Files[0]], [])));
    }

    [Fact]
    public void A_blind_append_does_not_follow_a_change_of_the_columns()
    {
        using var table = new TestTable();
        var read = table.Create();
        table.Commit(read, [], [], TestTable.MetadataWith(("a", "b")));
        TestTable.Fails(ErrorCode.CommitConflict, () => table.Commit(read, [table.NewFile("f.parquet")], []));
    }

    [Fact]
    public void A_commit_holds_what_the_protocol_demands_and_our_record_of_the_query()
    {
        using var table = new TestTable();
        table.Create();
        var appended = table.Append("a b=ü.parquet");
        table.Commit(appended, [], appended.Files);
        var first = Actions(table, 0);
        Assert.Equal(["commitInfo", "protocol", "metaData"], first.Select(a => a.Key));
        Assert.Equal("parquet", (string?)first[2].Value["format"]!["provider"]);
        Assert.Equal("""["p"]""", first[2].Value["partitionColumns"]!.ToJsonString());

        var second = Actions(table, 1);
        Assert.Equal(["commitInfo", "add"], second.Select(a => a.Key));
        var commitInfo = second[0].Value;
        Assert.Equal("WRITE", (string?)commitInfo["operation"]);
        Assert.Equal("ana", (string?)commitInfo["userName"]);
        Assert.Equal(0, (long?)commitInfo["readVersion"]);
        Assert.True((bool?)commitInfo["isBlindAppend"]);
        Assert.Equal("q1", (string?)commitInfo["lakesql"]!["queryId"]);
        var add = second[1].Value;
        Assert.Equal("a%20b=%C3%BC.parquet", (string?)add["path"]);
        Assert.Equal(4, (long?)add["size"]);
        Assert.True((bool?)add["dataChange"]);
        Assert.True(add["partitionValues"]!.AsObject().ContainsKey("p"));

        var remove = Actions(table, 2)[1].Value;
        Assert.Equal((string?)add["path"], (string?)remove["path"]);
        Assert.True((bool?)remove["extendedFileMetadata"]);
        Assert.True((long?)remove["deletionTimestamp"] > 0);
    }

    [Fact]
    public void A_removal_spells_the_path_as_the_writer_of_the_file_did()
    {
        using var table = new TestTable();
        table.Write("a b.parquet", "rows");
        var read = table.Log(0, TestTable.Protocol, TestTable.Metadata, TestTable.Add("%61 b.parquet")).Table.Latest();
        Assert.Equal("a b.parquet", Assert.Single(read.Files).Path);
        Assert.Empty(table.Commit(read, [], read.Files).Files);
        Assert.Equal("%61 b.parquet", (string?)Actions(table, 1)[1].Value["path"]);
    }

    [Fact]
    public void A_data_file_that_is_absent_cannot_be_committed()
    {
        using var table = new TestTable();
        var read = table.Create();
        var file = table.NewFile("gone.parquet");
        File.Delete(table.At("gone.parquet"));
        TestTable.Fails(ErrorCode.FileNotFound, () => table.Commit(read, [file], []));
        Assert.Equal(0, table.Table.Latest().Version);
    }

    [Fact]
    public void Append_only_means_that_nothing_is_removed()
    {
        using var table = new TestTable();
        table.Create(("delta.appendOnly", "true"));
        var read = table.Append("f.parquet");
        TestTable.Fails(ErrorCode.ConstraintViolated, () => table.Commit(read, [], read.Files));
    }

    [Theory]
    [InlineData("""{"protocol":{"minReaderVersion":1,"minWriterVersion":8}}""", "writer version 8")]
    [InlineData(
        """{"protocol":{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["icebergCompatV2"]}}""",
        "icebergCompatV2")]
    public void A_feature_that_is_not_written_is_named(string protocol, string name)
    {
        using var table = new TestTable();
        var read = table.Log(0, protocol, TestTable.Metadata).Table.Latest();
        var error = TestTable.Fails(
            ErrorCode.UnsupportedTableFeature, () => table.Commit(read, [table.NewFile("f.parquet")], []));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, table.Table.LatestVersion());
    }

    [Fact]
    public void A_property_that_asks_for_such_a_feature_is_named()
    {
        using var table = new TestTable();
        var error = TestTable.Fails(
            ErrorCode.UnsupportedTableFeature, () => table.Create(("delta.feature.icebergCompatV2", "supported")));
        Assert.Contains("icebergCompatV2", error.Message, StringComparison.Ordinal);
        Assert.False(DeltaTable.Exists(table.Root));
    }

    [Fact]
    public void A_feature_that_is_known_is_listed_and_leaves_no_property()
    {
        using var table = new TestTable();
        var made = table.Create(
            ("delta.feature.rowTracking", "supported"), ("delta.feature.changedatafeed", "supported"));
        Assert.Equal(1, made.Protocol.MinReaderVersion);
        Assert.Equal(
            ["appendOnly", "changeDataFeed", "domainMetadata", "invariants", "rowTracking"],
            made.Protocol.WriterFeatures.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(
            made.Metadata.Properties.Keys, k => k.StartsWith("delta.feature.", StringComparison.Ordinal));
        var file = table.NewFile("f.parquet", statistics: """{"numRecords":3}""");
        Assert.Equal(0, Assert.Single(table.Commit(made, [file], []).Files).BaseRowId);
    }

    private static List<KeyValuePair<string, JsonObject>> Actions(TestTable table, long version) =>
    [
        .. File.ReadLines(table.CommitPath(version)).Select(l => JsonNode.Parse(l)!.AsObject().Single())
            .Select(a => KeyValuePair.Create(a.Key, a.Value!.AsObject())),
    ];

    private static TableChange Rearranged(
        Snapshot read, IReadOnlyList<DataFile> adds, IReadOnlyList<DataFile> removes) =>
        new(read, adds, removes, null, IsBlindAppend: false, TestTable.Describe("OPTIMIZE"), DataChange: false);
}
