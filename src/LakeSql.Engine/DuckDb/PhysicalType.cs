using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Engine.DuckDb;

/// <summary>Types as data files hold them, where that is not as SQL sees them.</summary>
internal static class PhysicalType
{
    /// <summary>How Spark encodes a variant.</summary>
    private static readonly DataType Variant = new StructType(
        [new StructField("metadata", PrimitiveType.Binary), new StructField("value", PrimitiveType.Binary)]);

    /// <summary>The engine's own type of a variant, which only files that mark theirs have.</summary>
    private static readonly DataType MarkedVariant = new EngineType("VARIANT");

    private static readonly DataType Json = new EngineType("JSON");

    /// <summary>The type that the reader shall give.</summary>
    /// <param name="type">The type in the table.</param>
    /// <param name="mapping">How fields are found.</param>
    /// <param name="isMarked">True for files that mark their variants as such.</param>
    public static DataType Of(FieldType type, ColumnMapping mapping, bool isMarked) => type switch
    {
        ArrayFieldType a => new ArrayType(Of(a.Element, mapping, isMarked)),
        MapFieldType m => new MapType(Of(m.Key, mapping, isMarked), Of(m.Value, mapping, isMarked)),
        StructFieldType s => new StructType(
            s.Fields.Select(f => new StructField(f.PhysicalName(mapping), Of(f.Type, mapping, isMarked)))
                .ToSequence()),
        _ => !IsVariant(type) ? type.DataType : isMarked ? MarkedVariant : Variant,
    };

    /// <summary>A type of the engine as SQL sees it: variants are JSON.</summary>
    public static DataType Seen(DataType type) => type switch
    {
        ArrayType a => new ArrayType(Seen(a.Element)),
        MapType m => new MapType(Seen(m.Key), Seen(m.Value)),
        StructType s => new StructType(s.Fields.Select(f => f with { Type = Seen(f.Type) }).ToSequence()),
        _ => type == MarkedVariant ? Json : type,
    };

    /// <summary>True when the type is or holds JSON, which may be a variant in a file.</summary>
    public static bool HasJson(DataType type) => type.Parts().Contains(Json);

    /// <summary>True when some column is or holds a variant.</summary>
    public static bool HasVariant(TableMetadata metadata) =>
        metadata.Schema.Fields.Any(f => f.Type.Parts().Any(IsVariant));

    /// <summary>True when a value must be made anew to be what SQL sees.</summary>
    public static bool Differs(FieldType type, ColumnMapping mapping) => type switch
    {
        ArrayFieldType a => Differs(a.Element, mapping),
        MapFieldType m => Differs(m.Key, mapping) || Differs(m.Value, mapping),
        StructFieldType s => s.Fields.Any(f => f.PhysicalName(mapping) != f.Name || Differs(f.Type, mapping)),
        _ => IsVariant(type),
    };

    /// <summary>True when a value is or holds bytes that are no text.</summary>
    public static bool HasBytes(FieldType type) => type.Parts().Any(
        t => t is PlainFieldType { DataType: var plain }
            && (IsVariant(t) || plain == PrimitiveType.Binary || plain == PrimitiveType.Image));

    private static bool IsVariant(FieldType type) => type is PlainFieldType { IsVariant: true };
}
