using Apache.Arrow.Types;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using ArrowStruct = Apache.Arrow.Types.StructType;
using ArrowMap = Apache.Arrow.Types.MapType;

namespace LakeSql.Engine.DuckDb;

/// <summary>SQL types of Arrow columns.</summary>
internal static class ArrowTypes
{
    public static DataType ToSql(IArrowType type) => type switch
    {
        BooleanType => PrimitiveType.Boolean,
        Int8Type => PrimitiveType.TinyInt,
        Int16Type => PrimitiveType.SmallInt,
        Int32Type => PrimitiveType.Int,
        Int64Type => PrimitiveType.BigInt,
        UInt8Type => new EngineType("UTINYINT"),
        UInt16Type => new EngineType("USMALLINT"),
        UInt32Type => new EngineType("UINTEGER"),
        UInt64Type => new EngineType("UBIGINT"),
        FloatType => PrimitiveType.Float,
        DoubleType => PrimitiveType.Double,
        Decimal128Type d => new DecimalType(d.Precision, d.Scale),
        Decimal256Type d => new DecimalType(d.Precision, d.Scale),
        StringType or LargeStringType or StringViewType => PrimitiveType.String,
        BinaryType or LargeBinaryType or BinaryViewType or FixedSizeBinaryType => PrimitiveType.Binary,
        Date32Type or Date64Type => PrimitiveType.Date,
        TimestampType t => string.IsNullOrEmpty(t.Timezone) ? PrimitiveType.TimestampNtz : PrimitiveType.Timestamp,
        Time32Type or Time64Type => new EngineType("TIME"),
        IntervalType => new EngineType("INTERVAL"),
        ArrowMap m => new Common.Types.MapType(ToSql(m.KeyField.DataType), ToSql(m.ValueField.DataType)),
        ListType l => new ArrayType(ToSql(l.ValueDataType)),
        LargeListType l => new ArrayType(ToSql(l.ValueDataType)),
        FixedSizeListType l => new ArrayType(ToSql(l.ValueDataType)),
        ArrowStruct s => new Common.Types.StructType(
            s.Fields.Select(f => new StructField(f.Name, ToSql(f.DataType))).ToSequence()),
        _ => new EngineType(type.Name.ToUpperInvariant()),
    };
}
