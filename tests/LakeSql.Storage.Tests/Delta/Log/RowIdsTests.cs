using System.Text.Json.Nodes;
using LakeSql.Storage.Delta;
using Xunit;

namespace LakeSql.Storage.Tests.Delta.Log;

/// <summary>Tables whose protocol lists <c>rowTracking</c>: each file's rows have numbers of their own.</summary>
public sealed class RowIdsTests
{
    private const string Protocol = """
        {"protocol":{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["rowTracking","domainMetadata"]}}
        """;

    [Fact]
    public async Task Many_writers_give_no_number_twice()
    {
        using var table = new TestTable();
        var read = table.Log(0, Protocol, TestTable.Metadata).Table.Latest();
        var files = Enumerable.Range(1, 30)
            .Select(i => table.NewFile($"f{i}.parquet", statistics: $$"""{"numRecords":{{i}}}""")).ToList();
        await Task.WhenAll(files.Select(f => Task.Run(() => table.Commit(read, [f], []))));
        var next = 0L;
        for (var version = 1; version <= 30; version++)
        {
            var add = Action(table, version, "add");
            Assert.Equal(next, (long)add["baseRowId"]!);
            Assert.Equal(version, (long)add["defaultRowCommitVersion"]!);
            next += (long)JsonNode.Parse((string)add["stats"]!)!["numRecords"]!;
            Assert.Equal(next - 1, MarkOf(table, version));
        }

        Assert.Equal(30 * 31 / 2, next);
    }

    [Fact]
    public void Numbers_outlive_checkpoints_removals_and_returns()
    {
        using var table = new TestTable();
        table.Log(0, Protocol, TestTable.Metadata);
        Append(table, "a.parquet", 10);
        var both = Append(table, "b.parquet", 5);
        var gone = table.Commit(both, [], both.Files);
        Assert.Equal([0, 10], Actions(table, 3, "remove").Select(r => (long)r["baseRowId"]!).Order());
        Assert.Equal([1, 2], Actions(table, 3, "remove").Select(r => (long)r["defaultRowCommitVersion"]!).Order());

        // As RESTORE does: files that come back are the ones that they were, and take no number.
        table.Commit(gone, both.Files, []);
        Assert.Empty(Actions(table, 4, "domainMetadata"));
        Assert.Equal([0, 10], Actions(table, 4, "add").Select(r => (long)r["baseRowId"]!).Order());
        for (var i = 0; i < 6; i++)
        {
            Append(table, $"c{i}.parquet", 1);
        }

        for (var version = 0; version < 10; version++)
        {
            File.Delete(table.CommitPath(version));
        }

        // Another directory is another table to whoever knows what was in this one.
        using var copy = new TestTable();
        foreach (var path in Directory.EnumerateFiles(table.Root, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(copy.At(Path.GetRelativePath(table.Root, path)))!);
            File.Copy(path, copy.At(Path.GetRelativePath(table.Root, path)));
        }

        var read = copy.Table.Latest();
        Append(copy, "d.parquet", 1);
        Assert.Equal(21, (long)Action(copy, 11, "add")["baseRowId"]!);
        Assert.Equal(21, MarkOf(copy, 11));
        copy.Commit(copy.Table.Latest(), [], [.. read.Files.Where(f => f.Path == "b.parquet")]);
        Assert.Equal(10, (long)Action(copy, 12, "remove")["baseRowId"]!);
        Assert.Equal(2, (long)Action(copy, 12, "remove")["defaultRowCommitVersion"]!);
    }

    [Fact]
    public void A_table_that_has_paused_gives_none()
    {
        using var table = new TestTable();
        table.Log(0, Protocol, TestTable.Metadata.Replace(
            "\"configuration\":{}", "\"configuration\":{\"delta.rowTrackingSuspended\":\"true\"}",
            StringComparison.Ordinal));
        Append(table, "a.parquet", 10);
        Assert.Null(Action(table, 1, "add")["baseRowId"]);
        Assert.Empty(Actions(table, 1, "domainMetadata"));
    }

    private static Snapshot Append(TestTable table, string name, int rows) => table.Commit(
        table.Table.Latest(), [table.NewFile(name, statistics: $$"""{"numRecords":{{rows}}}""")], []);

    private static long MarkOf(TestTable table, long version)
    {
        var domain = Action(table, version, "domainMetadata");
        Assert.Equal("delta.rowTracking", (string?)domain["domain"]);
        return (long)JsonNode.Parse((string)domain["configuration"]!)!["rowIdHighWaterMark"]!;
    }

    private static JsonNode Action(TestTable table, long version, string kind) =>
        Assert.Single(Actions(table, version, kind));

    private static List<JsonNode> Actions(TestTable table, long version, string kind) =>
        [.. File.ReadLines(table.CommitPath(version)).Select(l => JsonNode.Parse(l)![kind]).OfType<JsonNode>()];
}
