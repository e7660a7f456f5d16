using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using Xunit;

namespace LakeSql.Storage.Tests;

/// <summary>
/// A Delta table in a directory of its own. Its data files are placeholders, since only the log is read.
/// </summary>
internal sealed class TestTable : TemporaryDirectory
{
    public const string Protocol = """{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}""";

    public const string Metadata =
        """{"metaData":{"id":"0","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\","""
        + """\"fields\":[{\"name\":\"id\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}}]}","""
        + "\"partitionColumns\":[],\"configuration\":{}}}";

    public DeltaTable Table => new(Root);

    public static TableMetadata MetadataWith(params (string Key, string Value)[] properties) => new(
        "0a0a0a0a-0000-0000-0000-000000000000",
        TableSchema.Of(
        [
            new ColumnDefinition("id", PrimitiveType.Int, true, null),
            new ColumnDefinition("p", PrimitiveType.String, true, null),
        ]),
        ["p"], properties.ToDictionary(p => p.Key, p => p.Value), "for tests");

    public static CommitDescription Describe(string operation = "WRITE") => new(
        operation, new Dictionary<string, string> { ["mode"] = "Append" },
        new Dictionary<string, string> { ["numOutputRows"] = "1" }, "ana",
        new Dictionary<string, string> { ["queryId"] = "q1" });

    public Snapshot Create(params (string Key, string Value)[] properties) =>
        Table.Create(MetadataWith(properties), [], Describe("CREATE TABLE"));

    /// <summary>A data file that is there, so that it can be committed.</summary>
    public DataFile NewFile(string name, string? partition = null, string? statistics = null)
    {
        var path = Write(name, "rows");
        return new DataFile(
            name, new Dictionary<string, string?> { ["p"] = partition }, new FileInfo(path).Length,
            File.GetLastWriteTimeUtc(path), statistics);
    }

    public Snapshot Append(string name) => Commit(Table.Latest(), [NewFile(name)], []);

    public Snapshot Commit(
        Snapshot read, IReadOnlyList<DataFile> adds, IReadOnlyList<DataFile> removes, TableMetadata? metadata = null) =>
        Table.Commit(new TableChange(
            read, adds, removes, metadata, IsBlindAppend: removes.Count == 0 && metadata is null, Describe()));

    public string LogPath(string name) => At("_delta_log", name);

    public string CommitPath(long version) => LogPath($"{version:D20}.json");

    /// <summary>Writes a commit as any other program might.</summary>
    public TestTable Log(long version, params string[] lines)
    {
        Write(Path.Combine("_delta_log", $"{version:D20}.json"), string.Concat(lines.Select(l => l + "\n")));
        return this;
    }

    public static string Add(string path, string more = "") =>
        """{"add":{"path":"%","partitionValues":{},"size":4,"modificationTime":0,"dataChange":true"""
            .Replace("%", path, StringComparison.Ordinal) + more + "}}";

    /// <summary>The table's rows live in these files, by path.</summary>
    public static IEnumerable<string> Paths(Snapshot snapshot) =>
        snapshot.Files.Select(f => f.Path).Order(StringComparer.Ordinal);

    /// <summary>Runs something that must fail with the code.</summary>
    public static LakeSqlException Fails(ErrorCode code, Func<object?> action)
    {
        var error = Assert.Throws<LakeSqlException>(action);
        Assert.Equal(code, error.Code);
        return error;
    }
}
