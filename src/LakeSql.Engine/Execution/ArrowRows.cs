using Apache.Arrow;
using Apache.Arrow.Types;
using LakeSql.Common.Errors;
using LakeSql.Common.Types;
using LakeSql.Engine.Sessions;

namespace LakeSql.Engine.Execution;

/// <summary>Rows that operators make themselves, as an Arrow batch.</summary>
internal static class ArrowRows
{
    public static RecordBatch Build(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?[]> rows)
    {
        var fields = new List<Field>();
        var arrays = new List<IArrowArray>();
        for (var i = 0; i < columns.Count; i++)
        {
            var array = Array(columns[i].Type, rows, i);
            fields.Add(new Field(columns[i].Name, array.Data.DataType, true));
            arrays.Add(array);
        }

        return new RecordBatch(new Schema(fields, null), arrays, rows.Count);
    }

    private static IArrowArray Array(DataType type, IReadOnlyList<object?[]> rows, int column)
    {
        if (type == PrimitiveType.Int)
        {
            return Fill(new Int32Array.Builder(), rows, column, (b, v) => b.Append(Convert.ToInt32(v)),
                b => b.AppendNull())
                .Build();
        }

        if (type == PrimitiveType.BigInt)
        {
            return Fill(new Int64Array.Builder(), rows, column, (b, v) => b.Append(Convert.ToInt64(v)),
                b => b.AppendNull())
                .Build();
        }

        if (type == PrimitiveType.Double)
        {
            return Fill(
                new DoubleArray.Builder(), rows, column, (b, v) => b.Append(Convert.ToDouble(v)), b => b.AppendNull())
                .Build();
        }

        if (type == PrimitiveType.Boolean)
        {
            return Fill(new BooleanArray.Builder(), rows, column, (b, v) => b.Append((bool)v), b => b.AppendNull())
                .Build();
        }

        if (type == PrimitiveType.Timestamp)
        {
            return Fill(
                new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, "UTC")), rows, column,
                (b, v) => b.Append((DateTimeOffset)v), b => b.AppendNull()).Build();
        }

        return type == PrimitiveType.String
            ? Fill(new StringArray.Builder(), rows, column, (b, v) => b.Append((string)v), b => b.AppendNull()).Build()
            : throw ErrorCode.Internal.Error($"an operator made a column of type {type.Name}");
    }

    private static TBuilder Fill<TBuilder>(
        TBuilder builder, IReadOnlyList<object?[]> rows, int column, Action<TBuilder, object> append,
        Action<TBuilder> skip)
    {
        foreach (var row in rows)
        {
            if (row[column] is { } value)
            {
                append(builder, value);
            }
            else
            {
                skip(builder);
            }
        }

        return builder;
    }
}
