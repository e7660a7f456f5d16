using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta.Log;

namespace LakeSql.Storage.Delta.Schema;

/// <summary>Schemas as the log's <c>schemaString</c> spells them, and back.</summary>
/// <remarks>Source: the Delta protocol, "Schema Serialization Format".</remarks>
internal static partial class SchemaJson
{
    /// <summary>Values of any shape, in the binary encoding of Spark; SQL sees them as JSON.</summary>
    public const string Variant = "variant";

    private static readonly Dictionary<string, DataType> Plain = new(StringComparer.Ordinal)
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

    /// <summary>What only other engines write.</summary>
    private static readonly Dictionary<string, DataType> ReadOnly = new(StringComparer.Ordinal)
    {
        [Variant] = new EngineType("JSON"),
        ["void"] = new EngineType("\"NULL\""),
    };

    private static readonly Dictionary<DataType, string> Names = new(
        Plain.Select(p => KeyValuePair.Create(p.Value, p.Key))
            .Append(KeyValuePair.Create((DataType)PrimitiveType.Image, "binary")));

    /// <summary>The log's name of a type without fields below it.</summary>
    public static string NameOf(DataType type) => type switch
    {
        DecimalType d => string.Create(CultureInfo.InvariantCulture, $"decimal({d.Precision},{d.Scale})"),
        _ when Names.TryGetValue(type, out var name) => name,
        _ => throw ErrorCode.TypeMismatch.Error(
            $"a table cannot store values of type {type.Name}", hint: "cast the column to another type"),
    };

    public static string Write(IEnumerable<TableField> fields) => Structure(fields).ToJsonString(LogJson.Options);

    /// <exception cref="JsonException">The text is damaged.</exception>
    public static Sequence<TableField> Read(string json)
    {
        try
        {
            return Fields(JsonNode.Parse(json) as JsonObject ?? throw new JsonException("a schema that is no object"));
        }
        catch (ArgumentException e)
        {
            throw new JsonException($"a schema that says one thing twice: {e.Message}", e);
        }
    }

    private static JsonObject Structure(IEnumerable<TableField> fields) => new()
    {
        ["type"] = "struct",
        ["fields"] = new JsonArray([.. fields.Select(f => (JsonNode)new JsonObject
        {
            ["name"] = f.Name,
            ["type"] = TypeNode(f.Type),
            ["nullable"] = f.Nullable,
            ["metadata"] = f.Metadata.DeepClone(),
        })]),
    };

    private static JsonNode TypeNode(FieldType type) => type switch
    {
        PlainFieldType plain => plain.Spelling,
        StructFieldType structure => Structure(structure.Fields),
        ArrayFieldType array => new JsonObject
        {
            ["type"] = "array",
            ["elementType"] = TypeNode(array.Element),
            ["containsNull"] = array.ContainsNull,
        },
        MapFieldType map => new JsonObject
        {
            ["type"] = "map",
            ["keyType"] = TypeNode(map.Key),
            ["valueType"] = TypeNode(map.Value),
            ["valueContainsNull"] = map.ValueContainsNull,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static Sequence<TableField> Fields(JsonObject structure) =>
        Required(structure, "fields") is JsonArray fields
            ? fields.Select(Field).ToSequence()
            : throw new JsonException("a schema whose fields are no list");

    private static TableField Field(JsonNode? node)
    {
        var field = node as JsonObject ?? throw new JsonException("a field that is no object");
        var name = field.Text("name") ?? throw new JsonException("a field without a name");
        return new TableField(name, Type(Required(field, "type")), IsNotFalse(field, "nullable"))
        {
            Metadata = field["metadata"] is JsonObject metadata ? (JsonObject)metadata.DeepClone() : [],
        };
    }

    private static FieldType Type(JsonNode type)
    {
        if (type is not JsonObject nested)
        {
            var name = type.GetValue<string>();
            return new PlainFieldType(Named(name), name);
        }

        return nested.Text("type") switch
        {
            "array" => new ArrayFieldType(
                Type(Required(nested, "elementType")), IsNotFalse(nested, "containsNull")),
            "map" => new MapFieldType(
                Type(Required(nested, "keyType")), Type(Required(nested, "valueType")),
                IsNotFalse(nested, "valueContainsNull")),
            "struct" => new StructFieldType(Fields(nested)),
            var other => throw Unknown(other),
        };
    }

    private static JsonNode Required(JsonObject node, string name) =>
        node[name] ?? throw new JsonException($"a schema without {name}");

    private static bool IsNotFalse(JsonObject node, string name) =>
        !(node[name] is JsonValue value && value.TryGetValue(out bool flag) && !flag);

    private static DataType Named(string name)
    {
        if (Plain.TryGetValue(name, out var plain) || ReadOnly.TryGetValue(name, out plain))
        {
            return plain;
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

    [GeneratedRegex(@"^decimal(?:\(\s*(\d{1,2})\s*,\s*(\d{1,2})\s*\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalName();

    [GeneratedRegex(@"^(?:(?:var)?char\(\d+\)|string collate \w+)$", RegexOptions.CultureInvariant)]
    private static partial Regex CharacterName();
}
