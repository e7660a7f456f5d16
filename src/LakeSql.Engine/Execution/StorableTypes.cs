using LakeSql.Common.Names;
using LakeSql.Common.Types;

namespace LakeSql.Engine.Execution;

/// <summary>The type in which a table keeps values of a type of the engine.</summary>
internal static class StorableTypes
{
    public static DataType Of(DataType type) => type switch
    {
        EngineType e => Of(e),
        ArrayType a => new ArrayType(Of(a.Element)),
        FixedArrayType f => new ArrayType(Of(f.Element)),
        MapType m => new MapType(Of(m.Key), Of(m.Value)),
        StructType s => new StructType(s.Fields.Select(f => f with { Type = Of(f.Type) }).ToSequence()),
        _ => type,
    };

    /// <summary>Wider whole numbers where Delta has no unsigned ones; text for what it has no type for.</summary>
    private static DataType Of(EngineType type) => type.EngineName.ToUpperInvariant() switch
    {
        "UTINYINT" => PrimitiveType.SmallInt,
        "USMALLINT" => PrimitiveType.Int,
        "UINTEGER" => PrimitiveType.BigInt,
        "UBIGINT" => new DecimalType(20, 0),
        "HUGEINT" or "UHUGEINT" => new DecimalType(38, 0),
        "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => PrimitiveType.TimestampNtz,
        _ => PrimitiveType.String,
    };
}
