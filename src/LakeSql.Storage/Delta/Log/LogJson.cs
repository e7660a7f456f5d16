using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LakeSql.Storage.Delta.Log;

/// <summary>How the log's JSON is written, and lenient access to what others wrote.</summary>
internal static class LogJson
{
    /// <summary>Only what JSON demands is escaped: the log is read by people too and never embedded in a page.</summary>
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string? Text(this JsonObject node, string name) => node[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => other.ToJsonString(Options),
    };

    public static long? Long(this JsonObject node, string name) => node[name]?.Number();

    /// <summary>The number, however the node came to be: parsed nodes and made ones hold different types.</summary>
    public static long Number(this JsonNode node) => node switch
    {
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        JsonValue value when value.TryGetValue<int>(out var number) => number,
        JsonValue value when value.TryGetValue<double>(out var number) => (long)number,
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
