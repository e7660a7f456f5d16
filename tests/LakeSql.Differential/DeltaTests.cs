using System.Data.Common;
using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using LakeSql.Common.Errors;
using LakeSql.Data;
using Xunit;

namespace LakeSql.Differential;

/// <summary>Delta tables that other engines wrote: LakeSql reads the rows that they hold.</summary>
public sealed partial class DeltaTests(RealTables tables) : IClassFixture<RealTables>
{
    private const string NoTables = "";

    /// <summary>They add <c>/p</c> and remove <c>file:///p</c>, so that no file is left.</summary>
    private static readonly string[] SameFileSpelledTwice =
    [
        "kernel-rs-golden/canonicalized-paths-normal-b/delta", "kernel-rs-golden/canonicalized-paths-special-b/delta",
    ];

    public static TheoryData<string> Paths() => RealTables.Index() is { Count: > 0 } index
        ? [.. index.Select(e => e.GetProperty("path").GetString()!)] : [NoTables];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_table_gives_its_rows_or_fails_by_name(string path)
    {
        Shared.Data("delta", "index.json");
        var expected = RealTables.Index().Single(e => e.GetProperty("path").GetString() == path);
        Assert.SkipWhen(path.EndsWith(".zst", StringComparison.Ordinal), "an archive for speed tests");
        var table = $"delta.`{Shared.PathOf(["delta", .. path.Split('/')])}`";
        if (expected.GetProperty("must_fail").GetBoolean() || IsRefused(expected))
        {
            var error = Assert.Throws<LakeSqlException>(() => Rows(tables.Lake, $"SELECT * FROM {table}"));
            Assert.Contains(
                error.Code,
                new[] { ErrorCode.LogCorrupt, ErrorCode.UnsupportedTableFeature, ErrorCode.NotATable });
            return;
        }

        if (expected.TryGetProperty("missing_data_files", out _))
        {
            if (SameFileSpelledTwice.Contains(path))
            {
                Assert.Empty(Rows(tables.Lake, $"SELECT * FROM {table}"));
                return;
            }

            var error = Assert.Throws<LakeSqlException>(() => Rows(tables.Lake, $"SELECT * FROM {table}"));
            Assert.NotEqual(ErrorCode.Internal, error.Code);
            return;
        }

        if (expected.GetProperty("rows_latest_by_replay") is { ValueKind: JsonValueKind.Number } count)
        {
            Assert.Equal([count.GetInt64().ToString()], Rows(tables.Lake, $"SELECT count(*) FROM {table}"));
            Assert.Equal(count.GetInt64(), Rows(tables.Lake, $"SELECT * FROM {table}").Count);
        }

        foreach (var entry in expected.GetProperty("expected") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(e => e.GetProperty("kind").GetString() == "parquet") : [])
        {
            Compare(expected, table, Shared.PathOf(["delta", .. entry.GetProperty("where").GetString()!.Split('/')]));
        }
    }

    public static TheoryData<string> ChangeCases() =>
        ExpectedChanges().Select(c => c.Name).ToList() is { Count: > 0 } names ? [.. names] : [NoTables];

    /// <summary>The change feeds that the tests of another reader expect, as tables of text.</summary>
    [Theory]
    [MemberData(nameof(ChangeCases))]
    public void Changes_are_those_that_another_reader_tells(string name)
    {
        Shared.Data("delta", "kernel-rs-data");
        var (_, call, lines) = ExpectedChanges().Single(c => c.Name == name);
        var table = $"changes_{name}";
        Rows(tables.Lake, $"CREATE TABLE {table} LOCATION '{Shared.PathOf("delta", "kernel-rs-data", call[1].Value)}'");
        var columns = Cells(lines[1]);
        var last = call[3].Value == "None" ? "" : $", {call[3].Value}";
        var cells = columns.Select(c => $"coalesce(CAST(\"{c}\" AS VARCHAR), '')");
        var ours = Rows(
            tables.Lake,
            $"SELECT concat_ws('|', {string.Join(", ", cells)}) FROM table_changes('{table}', {call[2].Value}{last})");
        var theirs = lines.Skip(3).SkipLast(1).Select(l => string.Join('|', Cells(l)));
        Assert.Equal(theirs.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
    }

    private static List<(string Name, GroupCollection Call, List<string> Lines)> ExpectedChanges()
    {
        var path = Shared.PathOf("delta", "kernel-rs-data", "expected_from_kernel_rs_tests.json");
        if (!File.Exists(path))
        {
            return [];
        }

        var known = RealTables.Index().Select(e => e.GetProperty("path").GetString()!).ToHashSet();
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return
        [
            .. from test in document.RootElement.EnumerateArray()
               from expected in test.GetProperty("expected_tables").EnumerateArray().Take(1)
               let call = ChangeCall().Match(expected.GetProperty("calls_before").ToString())
               where call.Success && known.Contains($"kernel-rs-data/{call.Groups[1].Value}")
                   && !expected.ToString().Contains("struct_col", StringComparison.Ordinal)
               select (test.GetProperty("test").GetString()!, call.Groups,
                   expected.GetProperty("ascii").EnumerateArray().Select(l => l.GetString()!).ToList()),
        ];
    }

    private static List<string> Cells(string line) => [.. line.Trim('|').Split('|').Select(c => c.Trim())];

    [GeneratedRegex("""read_cdf_for_table\(\\?"([^"\\]+)\\?", (\d+), (None|\d+)""")]
    private static partial Regex ChangeCall();

    private static bool IsRefused(JsonElement expected) =>
        expected.TryGetProperty("readerFeatures", out var features)
        && features.EnumerateArray().Any(f => f.GetString() == "catalogManaged");

    private void Compare(JsonElement expected, string table, string directory)
    {
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        Rows(duck, "SET TimeZone = 'UTC'");
        var columns = string.Join(
            ", ", expected.GetProperty("columns").EnumerateArray().Select(c => $"\"{c[0].GetString()}\""));
        var theirs = Rows(duck, $"SELECT CAST(row({columns}) AS VARCHAR) FROM read_parquet('{directory}/*.parquet')");
        var ours = Rows(tables.Lake, $"SELECT CAST(row({columns}) AS VARCHAR) FROM {table}");
        Assert.Equal(theirs.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
    }

    private static List<string?> Rows(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string?>();
        while (reader.Read())
        {
            rows.Add(reader.FieldCount == 0 || reader.IsDBNull(0) ? null : reader.GetValue(0).ToString());
        }

        return rows;
    }
}
