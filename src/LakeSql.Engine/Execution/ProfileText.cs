using System.Globalization;
using System.Text.Json;
using LakeSql.Planner.Bound;

namespace LakeSql.Engine.Execution;

/// <summary>What the engine measured of a query: one line an operator, with its rows and time.</summary>
/// <remarks>Files are shown as the tables they belong to; steps that only repack values are left out.</remarks>
internal sealed class ProfileText(IEnumerable<TableScan> scans)
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["PROJECTION"] = "project", ["FILTER"] = "filter", ["HASH_JOIN"] = "hash join", ["TOP_N"] = "sort, first rows",
        ["ORDER_BY"] = "sort", ["HASH_GROUP_BY"] = "hash group", ["PERFECT_HASH_GROUP_BY"] = "hash group",
        ["UNGROUPED_AGGREGATE"] = "aggregate", ["LIMIT"] = "limit", ["STREAMING_LIMIT"] = "limit",
        ["NESTED_LOOP_JOIN"] = "nested loop join", ["CROSS_PRODUCT"] = "cross join", ["UNION"] = "union",
        ["WINDOW"] = "window", ["STREAMING_WINDOW"] = "window", ["COLUMN_DATA_SCAN"] = "rows of values",
        ["DUMMY_SCAN"] = "one row", ["CTE"] = "with", ["CTE_SCAN"] = "rows of with", ["UNNEST"] = "unnest",
        ["READ_PARQUET"] = "scan", ["EMPTY_RESULT"] = "no rows",
    };

    private readonly List<string> lines = [];

    /// <summary>
    /// Rows of the result and time of the whole, then the operators, the last one first; null when nothing was
    /// measured.
    /// </summary>
    public IReadOnlyList<string>? Write(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;

        // The first operator is EXPLAIN itself.
        var last = Children(root).SelectMany(Children).ToArray();
        if (last.Length == 0)
        {
            return null;
        }

        var rows = RowsOf(last[0]);
        lines.Add(string.Create(
            CultureInfo.InvariantCulture, $"{rows} rows in {Milliseconds(root, "latency"):F1} ms"));
        foreach (var child in last)
        {
            Write(child, 0);
        }

        return lines;
    }

    private void Write(JsonElement node, int depth)
    {
        var words = Words(node);
        if (words is not null)
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{new string(' ', depth * 2)}{words}: {Count(node)} rows, "
                + $"{Milliseconds(node, "operator_timing"):F2} ms"));
        }

        foreach (var child in Children(node))
        {
            Write(child, words is null ? depth : depth + 1);
        }
    }

    private static IEnumerable<JsonElement> Children(JsonElement node) =>
        node.TryGetProperty("children", out var children) ? children.EnumerateArray() : [];

    /// <summary>The rows that an operator gives; of WITH, which counts none, those of the query after it.</summary>
    private static long RowsOf(JsonElement node) =>
        node.TryGetProperty("operator_name", out var name) && name.GetString()!.Trim() is "CTE"
            && Children(node).LastOrDefault() is { ValueKind: JsonValueKind.Object } query
                ? RowsOf(query) : Count(node);

    private static long Count(JsonElement node) =>
        node.TryGetProperty("operator_cardinality", out var count) ? count.GetInt64() : 0;

    private static double Milliseconds(JsonElement node, string name) =>
        node.TryGetProperty(name, out var seconds) ? seconds.GetDouble() * 1000 : 0;

    private string? Words(JsonElement node)
    {
        var name = node.TryGetProperty("operator_name", out var property) ? property.GetString()!.Trim() : "";
        if (name.Length == 0 || !node.TryGetProperty("extra_info", out var details))
        {
            return null;
        }

        if (name == "PROJECTION" && Detail(details, "Projections").Contains("__internal_", StringComparison.Ordinal))
        {
            return null;
        }

        var words = Names.GetValueOrDefault(name, name.ToLowerInvariant().Replace('_', ' '));
        if (name == "READ_PARQUET")
        {
            words += " " + TableOf(Detail(details, "Filename(s)"));
        }

        string[] shown = [Detail(details, "Join Type").ToLowerInvariant(), Detail(details, "Conditions"),
            Detail(details, "Groups"), Detail(details, "Aggregates"), Detail(details, "Order By"),
            Detail(details, "Expression"), Detail(details, "Filters")];
        var text = string.Join(", ", shown.Where(s => s.Length > 0));
        return text.Length == 0 ? words : $"{words} ({text})";
    }

    /// <summary>The table that a file belongs to.</summary>
    private string TableOf(string files) => scans.OfType<DeltaScan>()
        .FirstOrDefault(s => s.Snapshot.Files.Any(f => files.Contains(s.Snapshot.PathOf(f), StringComparison.Ordinal)))
        is { } scan ? scan.Describe() : "of files";

    private static string Detail(JsonElement details, string name) => !details.TryGetProperty(name, out var value) ? ""
        : value.ValueKind == JsonValueKind.Array ? string.Join(", ", value.EnumerateArray().Select(v => v.GetString()))
        : value.GetString() ?? "";
}
