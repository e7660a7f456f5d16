using LakeSql.Common.Errors;
using LakeSql.Common.Names;

namespace LakeSql.Common.Types;

/// <summary>How deep the types of stored columns may be nested.</summary>
/// <remarks>
/// The engine's reader of Parquet takes twice as long for each list within a list, and hears no interruption meanwhile:
/// 10 of them cost some milliseconds, 24 ten seconds. Structs cost nothing there, but the log's JSON has an end.
/// </remarks>
public static class Nesting
{
    /// <summary>So many lists and maps may lie within one another, whatever structs are between.</summary>
    public const int ListsMax = 10;

    /// <summary>So many types of any kind may lie within one another: the log may have 64 brackets open.</summary>
    public const int Max = 16;

    /// <summary>True where reading the columns takes no longer than it should.</summary>
    public static bool IsReadable(ColumnDefinition column) => Of(column.Type).Lists <= ListsMax;

    /// <summary>Refuses new columns that are nested too deep.</summary>
    /// <param name="columns">The columns of a table.</param>
    /// <param name="before">Those that it had, of which some may be as deep: others made them.</param>
    /// <param name="span">Where the statement names them, if it does.</param>
    /// <exception cref="LakeSqlException">LSQ1004.</exception>
    public static void Check(
        IEnumerable<ColumnDefinition> columns, IEnumerable<ColumnDefinition> before, SourceSpan span = default)
    {
        foreach (var column in columns)
        {
            var (lists, all) = Of(column.Type);
            if ((lists > ListsMax && before.All(c => Of(c.Type).Lists < lists))
                || (all > Max && before.All(c => Of(c.Type).All < all)))
            {
                throw ErrorCode.NestedTooDeep.Error(
                    $"the type of column {Identifier.Quote(column.Name)} is nested too deep for a table", span,
                    $"{ListsMax} lists and maps, and {Max} types in all, may lie within one another");
            }
        }
    }

    private static (int Lists, int All) Of(DataType type)
    {
        Recursion.Check();
        (int Lists, int All) Around(IEnumerable<DataType> within, int listCount)
        {
            var (lists, all) = (0, 0);
            foreach (var depth in within.Select(Of))
            {
                (lists, all) = (Math.Max(lists, depth.Lists), Math.Max(all, depth.All));
            }

            return (lists + listCount, all + 1);
        }

        return type switch
        {
            ArrayType array => Around([array.Element], 1),
            FixedArrayType array => Around([array.Element], 1),
            MapType map => Around([map.Key, map.Value], 1),
            StructType structure => Around(structure.Fields.Select(f => f.Type), 0),
            _ => (0, 0),
        };
    }
}
