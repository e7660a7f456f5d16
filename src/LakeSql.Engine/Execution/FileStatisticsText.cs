using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LakeSql.Common.Types;

namespace LakeSql.Engine.Execution;

/// <summary>The statistics that DuckDB returns for a written file, as the JSON of <c>add.stats</c>.</summary>
/// <remarks>
/// Only what a reader may trust is kept: top-level columns, no bounds where NaN was seen, strings cut at 32 characters
/// with the upper bound rounded up, no bounds for booleans and binary.
/// </remarks>
internal static partial class FileStatisticsText
{
    private const int PrefixLength = 32;
    private const string LastCharacter = "\U0010FFFF";

    public static string Of(
        long rowCount, IReadOnlyDictionary<string, Dictionary<string, string>> statistics,
        IEnumerable<ColumnDefinition> columns)
    {
        var minimum = new JsonObject();
        var maximum = new JsonObject();
        var nulls = new JsonObject();
        foreach (var column in columns)
        {
            var key = "\"" + column.Name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
            if (!statistics.TryGetValue(key, out var of))
            {
                continue;
            }

            if (of.TryGetValue("null_count", out var count)
                && long.TryParse(count, CultureInfo.InvariantCulture, out var nullCount))
            {
                nulls[column.Name] = nullCount;
            }

            if (of.TryGetValue("min", out var low) && of.TryGetValue("max", out var high)
                && !(of.TryGetValue("has_nan", out var nan) && nan == "true")
                && Bound(low, column.Type, false) is { } min && Bound(high, column.Type, true) is { } max)
            {
                minimum[column.Name] = min;
                maximum[column.Name] = max;
            }
        }

        return new JsonObject
        {
            ["numRecords"] = rowCount,
            ["minValues"] = minimum,
            ["maxValues"] = maximum,
            ["nullCount"] = nulls,
        }.ToJsonString();
    }

    private static JsonNode? Bound(string text, DataType type, bool isUpper) => type switch
    {
        PrimitiveType p when p == PrimitiveType.String => Text(text, isUpper),
        PrimitiveType p when p == PrimitiveType.Date => text.Length == 10 ? JsonValue.Create(text) : null,
        PrimitiveType p when p == PrimitiveType.Timestamp => Instant(text, "Z"),
        PrimitiveType p when p == PrimitiveType.TimestampNtz => Instant(text, ""),
        PrimitiveType p when p == PrimitiveType.TinyInt || p == PrimitiveType.SmallInt || p == PrimitiveType.Int
            || p == PrimitiveType.BigInt => long.TryParse(text, CultureInfo.InvariantCulture, out var n) ? n : null,
        PrimitiveType p when p == PrimitiveType.Float || p == PrimitiveType.Double =>
            double.TryParse(text, CultureInfo.InvariantCulture, out var d) && double.IsFinite(d) ? d : null,
        DecimalType => PlainNumber().IsMatch(text) ? JsonNode.Parse(text) : null,
        _ => null,
    };

    /// <summary>
    /// Cut between characters, never within a surrogate pair; the upper bound gets the last character after it.
    /// </summary>
    private static JsonNode? Text(string text, bool isUpper)
    {
        if (text.Length <= PrefixLength)
        {
            return text;
        }

        var length = char.IsHighSurrogate(text[PrefixLength - 1]) ? PrefixLength - 1 : PrefixLength;
        if (!isUpper)
        {
            return text[..length];
        }

        // A text that goes on with the last character is above what ends in it.
        while (text.AsSpan(length).StartsWith(LastCharacter, StringComparison.Ordinal))
        {
            length += LastCharacter.Length;
        }

        return length < text.Length ? text[..length] + LastCharacter : text;
    }

    /// <summary>Written with all six digits, so that no bound is rounded past a value.</summary>
    private static JsonNode? Instant(string text, string suffix)
    {
        var plain = text.EndsWith("+00", StringComparison.Ordinal) ? text[..^3] : text;
        return DateTime.TryParse(
            plain, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + suffix
            : null;
    }

    /// <summary>Kept digit by digit: 38 of them are more than any number type of .NET holds.</summary>
    [GeneratedRegex(@"^-?\d+(\.\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainNumber();
}
