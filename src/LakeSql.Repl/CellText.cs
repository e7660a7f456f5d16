using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace LakeSql.Repl;

/// <summary>Cells as text and as JSON.</summary>
internal static class CellText
{
    public static string Of(object value) => value switch
    {
        string s => s,
        bool b => b ? "true" : "false",
        double d => Fraction(d.ToString("R", CultureInfo.InvariantCulture)),
        float f => Fraction(f.ToString("R", CultureInfo.InvariantCulture)),
        DateTime t => Time(t),
        byte[] b => b.Length < 1024 ? $"<{b.Length} B>"
            : string.Create(CultureInfo.InvariantCulture, $"<{b.Length / 1024.0:F1} kB>"),
        IDictionary map => "{" + string.Join(", ", map.Keys.Cast<object>()
            .Select(k => $"{Of(k)}: {OfNested(map[k])}")) + "}",
        IList list => "[" + string.Join(", ", list.Cast<object?>().Select(OfNested)) + "]",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    public static void WriteJson(Utf8JsonWriter json, object? value)
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
            default: json.WriteStringValue(Of(value)); break;
        }
    }

    /// <summary>A floating point number shows that it is one: 3.0, as DuckDB writes it.</summary>
    private static string Fraction(string digits) =>
        digits.AsSpan().ContainsAnyExcept("-0123456789") ? digits : digits + ".0";

    private static string OfNested(object? value) => value is null ? "NULL" : Of(value);

    /// <summary>
    /// A date alone at midnight of a date column looks like a date; fractions only where there are some.
    /// </summary>
    private static string Time(DateTime time) =>
        time.Kind == DateTimeKind.Utc ? time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture)
        : time.TimeOfDay == TimeSpan.Zero ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
}
