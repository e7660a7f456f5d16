using System.Buffers;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LakeSql.Catalog.Storage;

/// <summary>
/// A map of texts as one JSON object. Written by hand because the reflecting serializer takes longer to start than
/// opening a lake may take.
/// </summary>
internal static class JsonMap
{
    public static string Write(IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return "{}";
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in map)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static IReadOnlyDictionary<string, string> Read(string json) =>
        json == "{}" ? ReadOnlyDictionary<string, string>.Empty : ReadNew(json);

    public static Dictionary<string, string> ReadNew(string json)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                reader.Read();
                map[key] = reader.GetString()!;
            }
        }

        return map;
    }

    /// <summary>Numbers travel as texts: JSON has no NaN, and a diverged training run has nothing else.</summary>
    public static string WriteNumbers(IReadOnlyDictionary<string, double> map) =>
        Write(map.ToDictionary(m => m.Key, m => m.Value.ToString("R", CultureInfo.InvariantCulture)));

    public static Dictionary<string, double> ReadNumbers(string json) =>
        ReadNew(json).ToDictionary(m => m.Key, m => double.Parse(m.Value, CultureInfo.InvariantCulture));
}
