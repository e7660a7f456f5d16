using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace LakeSql.Repl;

/// <summary>Cells as text and as JSON.</summary>
internal static class CellText
{
    /// <summary>A cell as DuckDB prints it.</summary>
    /// <param name="value">The value; not null.</param>
    /// <param name="type">
    /// The column's SQL type: a date and a time at midnight are both a <see cref="DateTime"/>.
    /// </param>
    public static string Of(object value, string type = "") => value switch
    {
        string s => s,
        bool b => b ? "true" : "false",
        double d => Fraction(d.ToString("R", CultureInfo.InvariantCulture)),
        float f => Fraction(f.ToString("R", CultureInfo.InvariantCulture)),
        DateTime t => Time(t, type),
        TimeSpan t => Duration(t),
        byte[] b => Bytes(b),
        IDictionary map => "{" + string.Join(", ", map.Keys.Cast<object>()
            .Select(k => $"{Nested(k)}: {Nested(map[k])}")) + "}",
        object?[] row => "(" + string.Join(", ", row.Select(Nested)) + ")",
        IList list => "[" + string.Join(", ", list.Cast<object?>().Select(Nested)) + "]",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>As <see cref="Of"/>, but of a picture or other bytes only how many there are.</summary>
    public static string Short(object value, string type) => value switch
    {
        byte[] { Length: < 1024 } b => $"<{b.Length} B>",
        byte[] b => string.Create(CultureInfo.InvariantCulture, $"<{b.Length / 1024.0:F1} kB>"),
        _ => Of(value, type),
    };

    public static void WriteJson(Utf8JsonWriter json, object? value, string type = "")
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool b: json.WriteBooleanValue(b); break;
            case double d when !double.IsFinite(d): json.WriteStringValue(Of(d)); break;
            case float f when !float.IsFinite(f): json.WriteStringValue(Of(f)); break;
            case sbyte or short or int or long or byte or ushort or uint or ulong or float or double or decimal:
                json.WriteRawValue(Of(value));
                break;
            case byte[] b: json.WriteBase64StringValue(b); break;
            case IDictionary map:
                json.WriteStartObject();
                foreach (var key in map.Keys)
                {
                    json.WritePropertyName(Of(key));
                    WriteJson(json, map[key]);
                }

                json.WriteEndObject();
                break;
            case IList list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    WriteJson(json, item);
                }

                json.WriteEndArray();
                break;
            default: json.WriteStringValue(Of(value, type)); break;
        }
    }

    /// <summary>A floating point number shows that it is one: 3.0, as DuckDB writes it.</summary>
    private static string Fraction(string digits) =>
        digits.AsSpan().ContainsAnyExcept("-0123456789") ? digits : digits + ".0";

    /// <summary>Within a list or struct, text is quoted where it could be taken for the list's own signs.</summary>
    private static string Nested(object? value) => value switch
    {
        null => "NULL",
        string s when s.Length == 0 || s != s.Trim() || s.AsSpan().ContainsAny(",[]{}:'\"\n") =>
            "'" + s.Replace("'", "''", StringComparison.Ordinal) + "'",
        _ => Of(value),
    };

    /// <summary>Printable ASCII as it is, other bytes as \x and two digits.</summary>
    private static string Bytes(byte[] bytes)
    {
        var text = new System.Text.StringBuilder(bytes.Length);
        foreach (var b in bytes)
        {
            _ = b is >= 32 and < 127 and not (byte)'\\' ? text.Append((char)b) : text.Append($"\\x{b:X2}");
        }

        return text.ToString();
    }

    /// <summary>Days in words, then the time of day; fractions only where there are some.</summary>
    private static string Duration(TimeSpan time)
    {
        var days = time.Days switch { 0 => "", 1 or -1 => $"{time.Days} day", var d => $"{d} days" };
        var rest = time - TimeSpan.FromDays(time.Days);
        if (days.Length > 0 && rest == TimeSpan.Zero)
        {
            return days;
        }

        var sign = rest < TimeSpan.Zero ? "-" : "";
        var clock = rest.Duration().ToString("hh\\:mm\\:ss\\.FFFFFF", CultureInfo.InvariantCulture).TrimEnd('.');
        return days.Length > 0 ? $"{days} {sign}{clock}" : sign + clock;
    }

    private static string Time(DateTime time, string type) =>
        type == "DATE" || (type.Length == 0 && time.Kind == DateTimeKind.Unspecified && time.TimeOfDay == TimeSpan.Zero)
            ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)
                + (time.Kind == DateTimeKind.Utc ? "Z" : "");
}
