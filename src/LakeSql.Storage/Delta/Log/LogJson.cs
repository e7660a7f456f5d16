using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LakeSql.Storage.Delta.Log;

/// <summary>How the log's JSON is written, and lenient access to what others wrote.</summary>
internal static class LogJson
{
    /// <summary>
    /// Only what JSON demands is escaped: the log is read by people too and never embedded in a page.
    /// </summary>
    public static readonly JsonSerializerOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>2^63: from here on a double is beyond what a long holds.</summary>
    private const double WholeMax = 9223372036854775808d;

    public static string? Text(this JsonObject node, string name) => node[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => other.ToJsonString(Options),
    };

    public static long? Long(this JsonObject node, string name) => node[name]?.Number();

    public static int? Int(this JsonObject node, string name) => node.Long(name) is { } number
        ? number is >= int.MinValue and <= int.MaxValue ? (int)number : throw new JsonException($"{name} is {number}")
        : null;

    public static DateTimeOffset? Instant(this JsonObject node, string name) => node.Long(name) is { } milliseconds
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    /// <summary>The member as an object; null when absent or null, and damage when it is something else.</summary>
    public static JsonObject? Member(this JsonObject node, string name) => node[name] switch
    {
        null => null,
        JsonObject member => member,
        var other => throw new JsonException($"{name} is no object: {other.ToJsonString(Options)}"),
    };

    /// <summary>The number, however the node came to be: parsed nodes and made ones hold different types.</summary>
    public static long Number(this JsonNode node) => node switch
    {
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        JsonValue value when value.TryGetValue<int>(out var number) => number,
        JsonValue value when value.TryGetValue<double>(out var number)
            && double.IsInteger(number) && Math.Abs(number) < WholeMax => (long)number,
        _ => throw new JsonException($"not a number: {node.ToJsonString()}"),
    };

    public static IReadOnlyDictionary<string, string> Texts(this JsonObject node, string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (node[name] is JsonObject entries)
        {
            foreach (var (key, value) in entries)
            {
                if (value is not null)
                {
                    texts[key] = entries.Text(key)!;
                }
            }
        }

        return texts;
    }

    public static IEnumerable<string> List(this JsonObject node, string name) =>
        node[name] is JsonArray items ? items.Where(i => i is not null).Select(i => i!.GetValue<string>()) : [];

    public static JsonObject Object(IReadOnlyDictionary<string, string> texts)
    {
        var node = new JsonObject();
        foreach (var (key, value) in texts)
        {
            node[key] = value;
        }

        return node;
    }
}
