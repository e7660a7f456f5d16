using System.Text.Json.Nodes;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta.Log;

namespace LakeSql.Storage.Delta.Schema;

/// <summary>A column, or a field of a struct, as the log's <c>schemaString</c> describes it.</summary>
/// <param name="Name">What users call it.</param>
/// <param name="Type">Its type, with what the log says of nested fields.</param>
/// <param name="Nullable">False when NULL is refused.</param>
public sealed record TableField(string Name, FieldType Type, bool Nullable)
{
    private const string ImageKey = "lakesql.type";
    private const string CommentKey = "comment";
    private const string PhysicalNameKey = "delta.columnMapping.physicalName";
    private const string IdKey = "delta.columnMapping.id";
    private const string DefaultKey = "CURRENT_DEFAULT";
    private const string GenerationKey = "delta.generationExpression";
    private const string InvariantsKey = "delta.invariants";
    private const string TypeChangesKey = "delta.typeChanges";

    /// <summary>What it tells of rows, for a column that only statements which move rows see.</summary>
    public RowTrace Trace { get; init; }

    /// <summary>What else the log says of it, kept as it is for other engines.</summary>
    internal JsonObject Metadata { get; init; } = [];

    /// <summary>What a person said of it.</summary>
    public string? Comment => Text(CommentKey);

    /// <summary>The number by which mapping by id finds it in a data file.</summary>
    public int? Id =>
        Metadata[IdKey]?.Number() is { } id and >= 0 and <= int.MaxValue ? (int)id : null;

    /// <summary>The type as SQL sees it.</summary>
    public DataType DataType =>
        Type.DataType == PrimitiveType.Binary && Text(ImageKey) == "image" ? PrimitiveType.Image : Type.DataType;

    /// <summary>The SQL of the value that a row gets which gives none; null for NULL.</summary>
    public string? Default => Text(DefaultKey);

    /// <summary>The SQL from which the value is always computed; null when it is given.</summary>
    public string? Generated => Text(GenerationKey);

    /// <summary>The SQL of a condition that every value meets; null when there is none.</summary>
    /// <remarks>Source: the Delta protocol, "Column Invariants": JSON within the metadata's JSON.</remarks>
    public string? Invariant => Text(InvariantsKey) is { } text
        ? (JsonNode.Parse(text) as JsonObject)?.Member("expression")?.Text("expression") : null;

    /// <summary>How the column numbers the rows that give it no value; null when it does not.</summary>
    public IdentityNumbers? Identity => IdentityNumbers.Of(Metadata);

    /// <summary>A field that only LakeSql has described.</summary>
    public static TableField Of(ColumnDefinition column) =>
        new TableField(column.Name, FieldType.Of(column.Type), column.Nullable)
            .With(ImageKey, column.Type == PrimitiveType.Image ? "image" : null)
            .With(CommentKey, column.Comment)
            .With(DefaultKey, column.Default?.Text)
            .With(GenerationKey, column.Generated?.Text)
            .With(column.Identity is { } i ? new IdentityNumbers(!i.IsAlways, i.Start, i.Step, null) : null);

    /// <summary>The field with another comment.</summary>
    public TableField WithComment(string? comment) => With(CommentKey, comment);

    /// <summary>The field with another default.</summary>
    public TableField WithDefault(string? sql) => With(DefaultKey, sql);

    /// <summary>The field with a wider type; the log notes it, since older files keep the narrower one.</summary>
    /// <remarks>Source: the Delta protocol, "Type Widening", "Type Change Metadata".</remarks>
    public TableField Widened(DataType type)
    {
        var metadata = (JsonObject)Metadata.DeepClone();
        var changes = metadata[TypeChangesKey] as JsonArray ?? [];
        metadata.Remove(TypeChangesKey);
        var wider = FieldType.Of(type);
        changes.Add(new JsonObject
        {
            ["fromType"] = ((PlainFieldType)Type).Spelling, ["toType"] = ((PlainFieldType)wider).Spelling,
        });
        metadata[TypeChangesKey] = changes;
        return this with { Type = wider, Metadata = metadata };
    }

    /// <summary>The field with numbers that have come to another mark.</summary>
    public TableField With(IdentityNumbers? numbers) =>
        numbers is null ? this : numbers.In(this);

    internal TableField With(string key, JsonNode? value)
    {
        var metadata = (JsonObject)Metadata.DeepClone();
        metadata.Remove(key);
        if (value is not null)
        {
            metadata[key] = value;
        }

        return this with { Metadata = metadata };
    }

    internal TableField Mapped(int id, string physicalName) =>
        With(IdKey, id).With(PhysicalNameKey, physicalName);

    /// <summary>True when mapping finds the field without more ado.</summary>
    internal bool IsMapped => Id is not null && Text(PhysicalNameKey) is not null;

    /// <summary>What data files, statistics and partition values call it.</summary>
    public string PhysicalName(ColumnMapping mapping) =>
        mapping == ColumnMapping.None ? Name : Text(PhysicalNameKey) ?? Name;

    /// <summary>A text of the metadata; null when it is absent.</summary>
    internal string? Text(string key) =>
        Metadata[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    internal ColumnDefinition ToColumn() =>
        new(Name, DataType, Nullable, Comment)
        {
            Default = Default,
            Generated = Generated,
            Identity = Identity is { } i ? new IdentityColumn(!i.AllowsOthers, i.Start, i.Step) : null,
        };
}

/// <summary>How the columns of a table are found in its data files.</summary>
public enum ColumnMapping
{
    /// <summary>By their own names.</summary>
    None,

    /// <summary>By the physical name that the schema gives to each.</summary>
    Name,

    /// <summary>By the field id that the schema gives to each.</summary>
    Id,
}

/// <summary>The type of a field, with the fields below it.</summary>
public abstract record FieldType
{
    /// <summary>The type as SQL sees it.</summary>
    public abstract DataType DataType { get; }

    /// <summary>The type itself, and those of elements, keys, values and fields at every depth.</summary>
    public IEnumerable<FieldType> Parts()
    {
        IEnumerable<FieldType> within = this switch
        {
            ArrayFieldType array => [array.Element],
            MapFieldType map => [map.Key, map.Value],
            StructFieldType structure => structure.Fields.Select(f => f.Type),
            _ => [],
        };
        return within.SelectMany(t => t.Parts()).Prepend(this);
    }

    internal static FieldType Of(DataType type) => type switch
    {
        ArrayType a => new ArrayFieldType(Of(a.Element), ContainsNull: true),
        MapType m => new MapFieldType(Of(m.Key), Of(m.Value), ValueContainsNull: true),
        StructType s => new StructFieldType(
            s.Fields.Select(f => TableField.Of(new ColumnDefinition(f.Name, f.Type))).ToSequence()),
        _ => new PlainFieldType(type, SchemaJson.NameOf(type)),
    };
}

/// <summary>A type without fields below it.</summary>
/// <param name="DataType">The type as SQL sees it.</param>
/// <param name="Spelling">As the log spells it, e.g. <c>varchar(10)</c>, which SQL sees as STRING.</param>
public sealed record PlainFieldType(DataType DataType, string Spelling) : FieldType
{
    /// <inheritdoc/>
    public override DataType DataType { get; } = DataType;

    /// <summary>True for values of any shape, in Spark's binary encoding; SQL sees them as JSON.</summary>
    public bool IsVariant => Spelling == SchemaJson.Variant;
}

/// <summary>A struct.</summary>
public sealed record StructFieldType(Sequence<TableField> Fields) : FieldType
{
    /// <inheritdoc/>
    public override DataType DataType { get; } =
        new StructType(Fields.Select(f => new StructField(f.Name, f.DataType)).ToSequence());
}

/// <summary>An array.</summary>
public sealed record ArrayFieldType(FieldType Element, bool ContainsNull) : FieldType
{
    /// <inheritdoc/>
    public override DataType DataType { get; } = new ArrayType(Element.DataType);
}

/// <summary>A map.</summary>
public sealed record MapFieldType(FieldType Key, FieldType Value, bool ValueContainsNull) : FieldType
{
    /// <inheritdoc/>
    public override DataType DataType { get; } = new MapType(Key.DataType, Value.DataType);
}
