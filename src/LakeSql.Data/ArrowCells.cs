using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using LakeSql.Common.Types;

namespace LakeSql.Data;

/// <summary>Cells of Arrow columns as CLR values.</summary>
internal static class ArrowCells
{
    /// <summary>The value of a cell; null for NULL.</summary>
    public static object? Value(IArrowArray array, int row)
    {
        if (array.IsNull(row))
        {
            return null;
        }

        return array switch
        {
            BooleanArray a => a.GetValue(row),
            Int8Array a => a.GetValue(row),
            Int16Array a => a.GetValue(row),
            Int32Array a => a.GetValue(row),
            Int64Array a => a.GetValue(row),
            UInt8Array a => a.GetValue(row),
            UInt16Array a => a.GetValue(row),
            UInt32Array a => a.GetValue(row),
            UInt64Array a => a.GetValue(row),
            FloatArray a => a.GetValue(row),
            DoubleArray a => a.GetValue(row),
            Decimal128Array a => DecimalOf(a, row),
            StringArray a => a.GetString(row),
            LargeStringArray a => a.GetString(row),
            StringViewArray a => a.GetString(row),
            BinaryArray a => a.GetBytes(row).ToArray(),
            LargeBinaryArray a => a.GetBytes(row).ToArray(),
            Date32Array a => FarDates.OfDay(a.GetValue(row)!.Value),
            TimestampArray a => TimestampOf(a, row),
            Time64Array a => TimeOf(a, row),
            MapArray a => MapOf(a, row),
            ListArray a => ListOf(a.Values, a.ValueOffsets[row], a.ValueOffsets[row + 1]),
            FixedSizeListArray a => ListOf(a.GetSlicedValues(row)),
            StructArray a => StructOf(a, row),
            MonthDayNanosecondIntervalArray a => IntervalOf(a, row),
            DictionaryArray a => Value(a.Dictionary, Convert.ToInt32(Value(a.Indices, row))),
            UnionArray a => UnionOf(a, row),
            NullArray => null,
            _ => throw new NotSupportedException($"cells of type {array.Data.DataType.Name} cannot be read"),
        };
    }

    /// <summary>The CLR type of a column.</summary>
    public static Type ClrType(DataType type) => type switch
    {
        PrimitiveType p when p == PrimitiveType.Boolean => typeof(bool),
        PrimitiveType p when p == PrimitiveType.TinyInt => typeof(sbyte),
        PrimitiveType p when p == PrimitiveType.SmallInt => typeof(short),
        PrimitiveType p when p == PrimitiveType.Int => typeof(int),
        PrimitiveType p when p == PrimitiveType.BigInt => typeof(long),
        PrimitiveType p when p == PrimitiveType.Float => typeof(float),
        PrimitiveType p when p == PrimitiveType.Double => typeof(double),
        PrimitiveType p when p == PrimitiveType.String => typeof(string),
        PrimitiveType p when p == PrimitiveType.Binary || p == PrimitiveType.Image => typeof(byte[]),
        PrimitiveType => typeof(DateTime),
        DecimalType => typeof(decimal),
        ArrayType or FixedArrayType => typeof(List<object?>),
        LakeSql.Common.Types.StructType s when s.Fields.Any(f => f.Name.Length == 0) => typeof(object?[]),
        LakeSql.Common.Types.StructType => typeof(Dictionary<string, object?>),
        LakeSql.Common.Types.MapType => typeof(Dictionary<object, object?>),
        EngineType { EngineName: "UTINYINT" } => typeof(byte),
        EngineType { EngineName: "USMALLINT" } => typeof(ushort),
        EngineType { EngineName: "UINTEGER" } => typeof(uint),
        EngineType { EngineName: "UBIGINT" } => typeof(ulong),
        EngineType { EngineName: "TIME" } => typeof(TimeSpan),
        _ => typeof(object),
    };

    /// <summary>A decimal of 29 digits or more does not fit into decimal and is given as text.</summary>
    private static object DecimalOf(Decimal128Array array, int row)
    {
        try
        {
            return array.GetValue(row)!.Value;
        }
        catch (OverflowException)
        {
            return array.GetString(row)!;
        }
    }

    /// <summary>An instant is UTC; a wall clock time has no kind.</summary>
    private static object TimestampOf(TimestampArray array, int row)
    {
        var type = (TimestampType)array.Data.DataType;
        var perSecond = type.Unit switch
        {
            TimeUnit.Second => 1L,
            TimeUnit.Millisecond => 1_000L,
            TimeUnit.Microsecond => 1_000_000L,
            _ => 1_000_000_000L,
        };
        return FarDates.OfInstant(
            array.GetValue(row)!.Value, perSecond,
            string.IsNullOrEmpty(type.Timezone) ? DateTimeKind.Unspecified : DateTimeKind.Utc);
    }

    private static TimeSpan TimeOf(Time64Array array, int row)
    {
        var value = array.GetValue(row)!.Value;
        return ((Time64Type)array.Data.DataType).Unit == TimeUnit.Nanosecond
            ? TimeSpan.FromTicks(value / 100) : TimeSpan.FromTicks(value * 10);
    }

    private static List<object?> ListOf(IArrowArray items) => ListOf(items, 0, items.Length);

    private static List<object?> ListOf(IArrowArray items, int start, int end)
    {
        var list = new List<object?>(end - start);
        for (var i = start; i < end; i++)
        {
            list.Add(Value(items, i));
        }

        return list;
    }

    private static Dictionary<object, object?> MapOf(MapArray array, int row)
    {
        var map = new Dictionary<object, object?>();
        var end = array.ValueOffsets[row + 1];
        for (var i = array.ValueOffsets[row]; i < end; i++)
        {
            map[Value(array.Keys, i)!] = Value(array.Values, i);
        }

        return map;
    }

    /// <summary>
    /// A dictionary of the fields; of a row without names, such as <c>(1, 'a')</c>, its values in order.
    /// </summary>
    private static object StructOf(StructArray array, int row)
    {
        var fields = ((Apache.Arrow.Types.StructType)array.Data.DataType).Fields;
        if (fields.Any(f => f.Name.Length == 0))
        {
            return array.Fields.Select(f => Value(f, row)).ToArray();
        }

        var values = new Dictionary<string, object?>(fields.Count);
        for (var i = 0; i < fields.Count; i++)
        {
            values[fields[i].Name] = Value(array.Fields[i], row);
        }

        return values;
    }

    private static object? UnionOf(UnionArray array, int row)
    {
        var child = array.Fields[array.TypeIds[row]];
        return Value(child, array is DenseUnionArray dense ? dense.ValueOffsets[row] : row);
    }

    /// <summary>Months are of no fixed length, so such an interval is given as DuckDB's text.</summary>
    private static string InMonths(int months, int days, TimeSpan time)
    {
        static string Part(int count, string unit) =>
            count == 0 ? "" : $"{count} {unit}{(Math.Abs(count) == 1 ? "" : "s")} ";
        var clock = time == TimeSpan.Zero ? "" : time.ToString("c", CultureInfo.InvariantCulture);
        return (Part(months / 12, "year") + Part(months % 12, "month") + Part(days, "day") + clock).TrimEnd();
    }

    private static object IntervalOf(MonthDayNanosecondIntervalArray array, int row)
    {
        var value = array.GetValue(row)!.Value;
        return value.Months == 0
            ? new TimeSpan(value.Days, 0, 0, 0) + TimeSpan.FromTicks(value.Nanoseconds / 100)
            : InMonths(value.Months, value.Days, TimeSpan.FromTicks(value.Nanoseconds / 100));
    }
}
