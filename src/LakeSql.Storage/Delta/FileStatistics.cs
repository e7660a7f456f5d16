using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LakeSql.Storage.Delta;

/// <summary>What is known of a file's rows without reading it: the typed form of <c>add.stats</c>.</summary>
/// <param name="RowCount">How many rows it holds, deleted ones included.</param>
/// <param name="Columns">What is known of each top-level column.</param>
public sealed record FileStatistics(long RowCount, IReadOnlyDictionary<string, ColumnStatistics> Columns)
{
    /// <summary>No file holds more, and so many of them can be added up.</summary>
    private const long RowCountMax = 1_000_000_000_000;

    private static readonly ConditionalWeakTable<DataFile, Held> Known = [];

    /// <summary>False when a deletion vector may have taken the rows that held a minimum or maximum.</summary>
    public bool TightBounds { get; init; } = true;

    /// <summary>The statistics of a file, read once; null when there are none that can be used.</summary>
    public static FileStatistics? Of(DataFile file)
    {
        if (!Known.TryGetValue(file, out var known))
        {
            known = new Held(Parse(file.StatisticsUtf8));
            Known.AddOrUpdate(file, known);
        }

        return known.Statistics;
    }

    /// <summary>The statistics in <paramref name="json"/>; null when it holds none that can be used.</summary>
    public static FileStatistics? Parse(string? json) =>
        json is null ? null : Parse(System.Text.Encoding.UTF8.GetBytes(json));

    private static FileStatistics? Parse(byte[]? json)
    {
        if (json is not { Length: > 0 })
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return FromJson(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Statistics only speed a query up, so a damaged one counts as absent.
            return null;
        }
    }

    /// <summary>The JSON that goes into the log.</summary>
    public string ToJson()
    {
        var minimums = new JsonObject();
        var maximums = new JsonObject();
        var nullCounts = new JsonObject();
        foreach (var (name, column) in Columns)
        {
            if (column.Minimum is { } minimum)
            {
                minimums[name] = JsonValue.Create(minimum);
            }

            if (column.Maximum is { } maximum)
            {
                maximums[name] = JsonValue.Create(maximum);
            }

            if (column.NullCount is { } nullCount)
            {
                nullCounts[name] = nullCount;
            }
        }

        var statistics = new JsonObject
        {
            ["numRecords"] = RowCount,
            ["minValues"] = minimums,
            ["maxValues"] = maximums,
            ["nullCount"] = nullCounts,
        };
        if (!TightBounds)
        {
            statistics["tightBounds"] = false;
        }

        return statistics.ToJsonString(Log.LogJson.Options);
    }

    private sealed record Held(FileStatistics? Statistics);

    private static FileStatistics? FromJson(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("numRecords", out var rows) || rows.ValueKind != JsonValueKind.Number
            || !rows.TryGetInt64(out var rowCount) || rowCount is < 0 or > RowCountMax)
        {
            return null;
        }

        var columns = new Dictionary<string, ColumnStatistics>(StringComparer.Ordinal);
        foreach (var (name, value) in ScalarsOf(root, "minValues"))
        {
            columns[name] = new ColumnStatistics(value, null, null);
        }

        foreach (var (name, value) in ScalarsOf(root, "maxValues"))
        {
            columns[name] = (columns.GetValueOrDefault(name) ?? ColumnStatistics.Unknown) with { Maximum = value };
        }

        foreach (var (name, value) in ScalarsOf(root, "nullCount"))
        {
            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count))
            {
                var known = columns.GetValueOrDefault(name) ?? ColumnStatistics.Unknown;
                columns[name] = known with { NullCount = count };
            }
        }

        var isTight = !root.TryGetProperty("tightBounds", out var tight) || tight.ValueKind != JsonValueKind.False;
        return new FileStatistics(rowCount, columns) { TightBounds = isTight };
    }

    private static IEnumerable<(string Name, JsonElement Value)> ScalarsOf(JsonElement root, string group)
    {
        if (!root.TryGetProperty(group, out var values) || values.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var property in values.EnumerateObject())
        {
            if (property.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
            {
                yield return (property.Name, property.Value.Clone());
            }
        }
    }
}

/// <summary>What is known of one column within one file.</summary>
/// <param name="Minimum">A value that none of the column's values is below; null when unknown.</param>
/// <param name="Maximum">A value that none of the column's values is above; null when unknown.</param>
/// <param name="NullCount">How many of its values are NULL; null when unknown.</param>
public sealed record ColumnStatistics(JsonElement? Minimum, JsonElement? Maximum, long? NullCount)
{
    /// <summary>Nothing is known.</summary>
    public static readonly ColumnStatistics Unknown = new(null, null, null);
}
