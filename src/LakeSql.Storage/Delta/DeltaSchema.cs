using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta.Log;

namespace LakeSql.Storage.Delta;

/// <summary>Columns as the log's <c>schemaString</c> spells them, and back.</summary>
/// <remarks>
/// An IMAGE is a binary whose field metadata says <c>"lakesql.type": "image"</c>, so that other readers see bytes.
/// </remarks>
public static partial class DeltaSchema
{
    private const string TypeKey = "lakesql.type";
    private const string CommentKey = "comment";

    private static readonly Dictionary<string, PrimitiveType> Primitives = new(StringComparer.Ordinal)
    {
        ["boolean"] = PrimitiveType.Boolean,
        ["byte"] = PrimitiveType.TinyInt,
        ["short"] = PrimitiveType.SmallInt,
        ["integer"] = PrimitiveType.Int,
        ["long"] = PrimitiveType.BigInt,
        ["float"] = PrimitiveType.Float,
        ["double"] = PrimitiveType.Double,
        ["string"] = PrimitiveType.String,
        ["binary"] = PrimitiveType.Binary,
        ["date"] = PrimitiveType.Date,
        ["timestamp"] = PrimitiveType.Timestamp,
        ["timestamp_ntz"] = PrimitiveType.TimestampNtz,
    };

    private static readonly Dictionary<PrimitiveType, string> PrimitiveNames = WithImage();

    /// <summary>The <c>schemaString</c> of the columns.</summary>
    public static string ToJson(IReadOnlyList<ColumnDefinition> columns)
    {
        var fields = new JsonArray();
        foreach (var column in columns)
        {
            fields.Add(Field(column.Name, column.Type, column.Nullable, column.Comment));
        }

        return new JsonObject { ["type"] = "struct", ["fields"] = fields }.ToJsonString(LogJson.Options);
    }

    /// <summary>The columns of a <c>schemaString</c>.</summary>
    /// <exception cref="LakeSqlException">
    /// LSQ4002 when it is damaged, LSQ4003 for a type LakeSql does not know.
    /// </exception>
    public static Sequence<ColumnDefinition> FromJson(string json)
    {
        try
        {
            return Parse(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw ErrorCode.LogCorrupt.Error($"the table's schema cannot be read: {e.Message}");
        }
    }

    /// <summary>As <see cref="FromJson"/>, for callers who know in which file the damage is.</summary>
    internal static Sequence<ColumnDefinition> Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("fields").EnumerateArray().Select(Column).ToSequence();
        }
        catch (KeyNotFoundException e)
        {
            throw new JsonException($"a schema without a part that it must have: {e.Message}", e);
        }
    }

    /// <summary>True when any column, at any depth, fulfils <paramref name="test"/>.</summary>
    internal static bool Contains(IEnumerable<ColumnDefinition> columns, Func<DataType, bool> test) =>
        columns.Any(c => Contains(c.Type, test));

    private static bool Contains(DataType type, Func<DataType, bool> test) => test(type) || type switch
    {
        ArrayType array => Contains(array.Element, test),
        MapType map => Contains(map.Key, test) || Contains(map.Value, test),
        StructType structure => structure.Fields.Any(f => Contains(f.Type, test)),
        _ => false,
    };

    private static JsonObject Field(string name, DataType type, bool nullable, string? comment)
    {
        var metadata = new JsonObject();
        if (type == PrimitiveType.Image)
        {
            metadata[TypeKey] = "image";
        }

        if (comment is not null)
        {
            metadata[CommentKey] = comment;
        }

        return new JsonObject
        {
            ["name"] = name,
            ["type"] = TypeNode(type),
            ["nullable"] = nullable,
            ["metadata"] = metadata,
        };
    }

    private static JsonNode TypeNode(DataType type) => type switch
    {
        PrimitiveType primitive => PrimitiveNames[primitive],
        DecimalType d => string.Create(CultureInfo.InvariantCulture, $"decimal({d.Precision},{d.Scale})"),
        ArrayType array => new JsonObject
        {
            ["type"] = "array",
            ["elementType"] = TypeNode(array.Element),
            ["containsNull"] = true,
        },
        MapType map => new JsonObject
        {
            ["type"] = "map",
            ["keyType"] = TypeNode(map.Key),
            ["valueType"] = TypeNode(map.Value),
            ["valueContainsNull"] = true,
        },
        StructType structure => new JsonObject
        {
            ["type"] = "struct",
            ["fields"] = new JsonArray(
                [.. structure.Fields.Select(f => (JsonNode)Field(f.Name, f.Type, nullable: true, comment: null))]),
        },
        _ => throw ErrorCode.TypeMismatch.Error(
            $"a table cannot store values of type {type.Name}", hint: "cast the column to another type"),
    };

    private static ColumnDefinition Column(JsonElement field)
    {
        var metadata = field.TryGetProperty("metadata", out var m) ? m : default;
        var nullable = !field.TryGetProperty("nullable", out var n) || n.ValueKind != JsonValueKind.False;
        return new ColumnDefinition(
            field.GetProperty("name").GetString()!, FieldType(field, metadata), nullable, Text(metadata, CommentKey));
    }

    private static DataType FieldType(JsonElement field, JsonElement metadata)
    {
        var type = Type(field.GetProperty("type"));
        return type == PrimitiveType.Binary && Text(metadata, TypeKey) == "image" ? PrimitiveType.Image : type;
    }

    private static string? Text(JsonElement metadata, string key) =>
        metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty(key, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DataType Type(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.String)
        {
            return Named(type.GetString()!);
        }

        return type.GetProperty("type").GetString() switch
        {
            "array" => new ArrayType(Type(type.GetProperty("elementType"))),
            "map" => new MapType(Type(type.GetProperty("keyType")), Type(type.GetProperty("valueType"))),
            "struct" => new StructType(type.GetProperty("fields").EnumerateArray()
                .Select(f => new StructField(
                    f.GetProperty("name").GetString()!,
                    FieldType(f, f.TryGetProperty("metadata", out var m) ? m : default)))
                .ToSequence()),
            var other => throw Unknown(other),
        };
    }

    private static DataType Named(string name)
    {
        if (Primitives.TryGetValue(name, out var primitive))
        {
            return primitive;
        }

        if (DecimalName().Match(name) is { Success: true } match)
        {
            return match.Groups[1].Success
                ? Decimal(
                    int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                    int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
                : new DecimalType(10, 0);
        }

        return CharacterName().IsMatch(name) ? PrimitiveType.String : throw Unknown(name);
    }

    private static DecimalType Decimal(int precision, int scale) => precision is >= 1 and <= 38 && scale <= precision
        ? new DecimalType(precision, scale)
        : throw new JsonException($"there is no decimal({precision},{scale})");

    private static LakeSqlException Unknown(string? type) =>
        ErrorCode.UnsupportedTableFeature.Error($"the table has a column of the unknown type {type}");

    private static Dictionary<PrimitiveType, string> WithImage()
    {
        var names = Primitives.ToDictionary(p => p.Value, p => p.Key);
        names[PrimitiveType.Image] = "binary";
        return names;
    }

    [GeneratedRegex(@"^decimal(?:\(\s*(\d{1,2})\s*,\s*(\d{1,2})\s*\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalName();

    [GeneratedRegex(@"^(?:var)?char\(\d+\)$", RegexOptions.CultureInvariant)]
    private static partial Regex CharacterName();
}
