using System.Text.Json;
using LakeSql.Common.Errors;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta;
using Xunit;

namespace LakeSql.Storage.Tests.Delta;

/// <summary>
/// Tables that Spark, Databricks, delta-rs and others wrote: each is read as an independent replay of its log says, or
/// refused by name.
/// </summary>
public sealed class RealTablesTests
{
    private const string NoTables = "";

    private static readonly string[] KnownFeatures =
    [
        "timestampNtz", "columnMapping", "deletionVectors", "typeWidening-preview", "v2Checkpoint",
        "vacuumProtocolCheck", "variantType", "variantType-preview", "variantShredding-preview",
    ];

    /// <summary>
    /// They add <c>/p</c> and remove <c>file:///p</c>; the index compares the texts, the protocol the files.
    /// </summary>
    private static readonly string?[] SameFileSpelledTwice =
        ["canonicalized-paths-normal-b", "canonicalized-paths-special-b"];

    private static readonly string[] UnknownTypes = ["geometry", "geography"];

    public static TheoryData<string> Tables()
    {
        var index = Shared.PathOf("delta", "index.json");
        return File.Exists(index)
            ? [.. Entries(index).Select(e => e.GetProperty("path").GetString()!)]
            : [NoTables];
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Table_is_read_right_or_refused_by_name(string path)
    {
        var index = Shared.Data("delta", "index.json");
        var expected = Entries(index).Single(e => e.GetProperty("path").GetString() == path);
        var table = new DeltaTable(Shared.PathOf("delta", path));
        if (expected.GetProperty("must_fail").GetBoolean() || !expected.TryGetProperty("active_files", out _))
        {
            var error = Assert.Throws<LakeSqlException>(table.Latest);
            Assert.Contains(
                error.Code,
                new[] { ErrorCode.LogCorrupt, ErrorCode.UnsupportedTableFeature, ErrorCode.NotATable });
        }
        else if (ReasonsToRefuse(expected) is { Count: > 0 } reasons)
        {
            var error = TestTable.Fails(ErrorCode.UnsupportedTableFeature, table.Latest);
            Assert.Contains(reasons, r => error.Message.Contains(r, StringComparison.Ordinal));
        }
        else if (!expected.TryGetProperty("columns", out _))
        {
            var error = TestTable.Fails(ErrorCode.LogCorrupt, table.Latest);
            Assert.Contains("without a schema", error.Message, StringComparison.Ordinal);
        }
        else
        {
            CheckSnapshot(table.Latest(), expected);
        }
    }

    private static void CheckSnapshot(Snapshot snapshot, JsonElement expected)
    {
        Assert.Equal(expected.GetProperty("latest_version").GetInt64(), snapshot.Version);
        Assert.Equal(
            SameFileSpelledTwice.Contains(expected.GetProperty("name").GetString())
                ? 0 : expected.GetProperty("active_files").GetInt32(),
            snapshot.Files.Count);
        Assert.Equal(
            expected.GetProperty("protocol").EnumerateArray().Select(v => v.GetInt32()),
            [snapshot.Protocol.MinReaderVersion, snapshot.Protocol.MinWriterVersion]);
        Assert.Equal(Strings(expected, "partitionColumns"), snapshot.Metadata.PartitionColumns);
        var columns = expected.GetProperty("columns").EnumerateArray().ToList();
        Assert.Equal(columns.Select(c => c[0].GetString()), snapshot.Metadata.Columns.Select(c => c.Name));
        Assert.Equal(
            columns.Select(c => Kind(c[1].ToString())),
            JsonDocument.Parse(snapshot.Metadata.Schema.ToJson()).RootElement
                .GetProperty("fields").EnumerateArray().Select(f => Kind(f.GetProperty("type").ToString())));

        var counts = snapshot.Files.Select(f => FileStatistics.Parse(f.Statistics)?.RowCount).ToList();
        var rows = expected.GetProperty("rows_latest_by_replay");
        if (counts.TrueForAll(c => c is not null) && rows.ValueKind == JsonValueKind.Number)
        {
            var deleted = snapshot.Files.Sum(f => snapshot.DeletedRowsOf(f)?.Count ?? 0);
            Assert.Equal(rows.GetInt64(), counts.Sum() - deleted);
        }

        Assert.All(snapshot.Files, f => Assert.All(
            snapshot.Metadata.Schema.Fields.Where(c => snapshot.Metadata.PartitionColumns.Contains(c.Name)),
            p => Assert.Contains(p.PhysicalName(snapshot.Mapping), f.PartitionValues.Keys)));
        CheckFiles(snapshot, expected);
        Assert.All(new DeltaTable(snapshot.Directory).History(), e => Assert.InRange(e.Version, 0, snapshot.Version));
    }

    /// <summary>Files are found inside the table, and those of other directories are refused.</summary>
    private static void CheckFiles(Snapshot snapshot, JsonElement expected)
    {
        var isComplete = !expected.TryGetProperty("missing_data_files", out _);
        foreach (var file in snapshot.Files)
        {
            if (Path.IsPathRooted(file.Path))
            {
                TestTable.Fails(ErrorCode.UnsupportedTableFeature, () => snapshot.PathOf(file));
            }
            else
            {
                var path = snapshot.PathOf(file);
                Assert.StartsWith(snapshot.Directory + Path.DirectorySeparatorChar, path, StringComparison.Ordinal);
                Assert.True(!isComplete || new FileInfo(path).Length == file.Size, $"{file.Path} has another size");
            }
        }
    }

    private static List<string> ReasonsToRefuse(JsonElement expected)
    {
        var protocol = expected.GetProperty("protocol").EnumerateArray().Select(v => v.GetInt32()).ToArray();
        var reasons = protocol[0] == 3 ? Strings(expected, "readerFeatures").Except(KnownFeatures).ToList() : [];
        if (expected.TryGetProperty("columns", out var columns))
        {
            var types = columns.GetRawText();
            reasons.AddRange(UnknownTypes.Where(t => types.Contains($"\"{t}\"", StringComparison.Ordinal)));
        }

        return reasons;
    }

    /// <summary>Nested types count as their outermost kind; the index writes them in several ways.</summary>
    private static string Kind(string type)
    {
        var kind = type.StartsWith('{') ? JsonDocument.Parse(type).RootElement.GetProperty("type").GetString()! : type;
        return kind.Split('<')[0];
    }

    private static string[] Strings(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(i => i.GetString()!)] : [];

    private static IEnumerable<JsonElement> Entries(string index)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(index));
        return document.RootElement.GetProperty("tables").Clone().EnumerateArray();
    }
}
