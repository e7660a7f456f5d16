using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Engine.DuckDb;

/// <summary>Types as data files hold them, where that is not as SQL sees them.</summary>
internal static class PhysicalType
{
    /// <summary>How Spark encodes a variant.</summary>
    private static readonly DataType Variant = new StructType(
        [new StructField("metadata", PrimitiveType.Binary), new StructField("value", PrimitiveType.Binary)]);

    /// <summary>The type that the reader shall give.</summary>
    public static DataType Of(FieldType type, ColumnMapping mapping) => type switch
    {
        ArrayFieldType a => new ArrayType(Of(a.Element, mapping)),
        MapFieldType m => new MapType(Of(m.Key, mapping), Of(m.Value, mapping)),
        StructFieldType s => new StructType(
            s.Fields.Select(f => new StructField(f.PhysicalName(mapping), Of(f.Type, mapping))).ToSequence()),
        _ => IsVariant(type) ? Variant : type.DataType,
    };

    /// <summary>True when a value must be made anew to be what SQL sees.</summary>
    public static bool Differs(FieldType type, ColumnMapping mapping) => type switch
    {
        ArrayFieldType a => Differs(a.Element, mapping),
        MapFieldType m => Differs(m.Key, mapping) || Differs(m.Value, mapping),
        StructFieldType s => s.Fields.Any(f => f.PhysicalName(mapping) != f.Name || Differs(f.Type, mapping)),
        _ => IsVariant(type),
    };

    /// <summary>True when a value is or holds bytes that are no text.</summary>
    public static bool HasBytes(FieldType type) => type switch
    {
        ArrayFieldType a => HasBytes(a.Element),
        MapFieldType m => HasBytes(m.Key) || HasBytes(m.Value),
        StructFieldType s => s.Fields.Any(f => HasBytes(f.Type)),
        _ => IsVariant(type) || type.DataType == PrimitiveType.Binary || type.DataType == PrimitiveType.Image,
    };

    private static bool IsVariant(FieldType type) => type is PlainFieldType { IsVariant: true };
}
