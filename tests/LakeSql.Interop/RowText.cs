using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace LakeSql.Interop;

/// <summary>A row as one text that is the same whichever engine gave it.</summary>
internal static class RowText
{
    private const string Midnight = " 00:00:00.000000";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>ClickHouse's row: an array of JSON.</summary>
    public static string OfJson(string row)
    {
        using var json = JsonDocument.Parse(row);
        return Of(json.RootElement);
    }

    /// <summary>LakeSql's row.</summary>
    public static string Of(DbDataReader reader)
    {
        var cells = new object[reader.FieldCount];
        reader.GetValues(cells);
        return Of(cells);
    }

    private static string Of(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => "NULL",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => $"[{string.Join(", ", cell.EnumerateArray().Select(Of))}]",
        JsonValueKind.Object => Entries(cell.EnumerateObject().Select(e => (e.Name, Of(e.Value)))),
        JsonValueKind.Number => cell.TryGetInt64(out var whole) ? Of(whole) : Of(cell.GetDouble()),
        _ => Quoted(cell.GetString()!),
    };

    private static string Of(object? cell) => cell switch
    {
        null or DBNull => "NULL",
        bool value => value ? "true" : "false",
        string text => Quoted(text),
        DateTime time => Quoted(time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", Invariant)),
        decimal number => Quoted(number.ToString("0.############################", Invariant)),
        float number => Of(double.Parse(number.ToString("R", Invariant), Invariant)),
        double number => Of(number),
        IDictionary map => Entries(map.Keys.Cast<object>().Select(
            k => (Convert.ToString(k, Invariant)!, Of(map[k])))),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Of))}]",
        _ => Of(Convert.ToInt64(cell, Invariant)),
    };

    private static string Of(long number) => number.ToString(Invariant);

    private static string Of(double number) => number switch
    {
        double.NaN => Quoted("nan"),
        double.PositiveInfinity => Quoted("inf"),
        double.NegativeInfinity => Quoted("-inf"),
        _ => Math.Abs(number) < long.MaxValue && Math.Floor(number) == number
            ? Of((long)number) : number.ToString("R", Invariant),
    };

    private static string Entries(IEnumerable<(string Name, string Value)> entries)
    {
        var sorted = entries.OrderBy(e => e.Name, StringComparer.Ordinal).Select(e => $"{e.Name}: {e.Value}");
        return $"{{{string.Join(", ", sorted)}}}";
    }

    /// <summary>A day and its midnight are one text, since only their columns' types tell them apart.</summary>
    private static string Quoted(string text) =>
        $"'{(text.EndsWith(Midnight, StringComparison.Ordinal) ? text[..^Midnight.Length] : text)}'";
}
