using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;

namespace LakeSql.Planner.Statements;

/// <summary>Columns whose like values shall lie together in files, as ZORDER BY and CLUSTER BY name them.</summary>
/// <param name="Clause">Which of the two.</param>
/// <param name="CountMax">How many it takes.</param>
public sealed record LaidColumns(string Clause, int CountMax)
{
    /// <summary>So many columns leave each enough bits to tell its values apart.</summary>
    public static readonly LaidColumns ZOrder = new("ZORDER BY", 8);

    /// <summary>As many as other engines take.</summary>
    public static readonly LaidColumns Cluster = new("CLUSTER BY", 4);

    /// <summary>The columns as the table spells them.</summary>
    /// <exception cref="LakeSqlException">When one cannot be found, or its values have no order that helps.</exception>
    public Sequence<string> Of(
        IReadOnlyList<string> names, IReadOnlyList<ColumnDefinition> columns, Sequence<string> partition, string table,
        SourceSpan span)
    {
        var found = new List<string>();
        foreach (var name in names)
        {
            var column = columns.FirstOrDefault(c => Identifier.Same(c.Name, name));
            var quoted = Identifier.Quote(name);
            if (column is null)
            {
                var near = Identifier.Nearest(name, columns.Select(c => c.Name));
                throw ErrorCode.ColumnNotFound.Error(
                    $"{table} has no column {quoted}", span,
                    near is null ? null : $"did you mean {Identifier.Quote(near)}?");
            }

            if (partition.Contains(column.Name, Identifier.Comparer))
            {
                throw ErrorCode.InvalidUse.Error(
                    $"the table is partitioned by {quoted}: its values lie together already", span);
            }

            if (!HasBounds(column.Type))
            {
                throw ErrorCode.TypeMismatch.Error(
                    $"{Clause} {quoted} would help no query: no bounds are kept of {column.Type.Name}", span);
            }

            if (found.Contains(column.Name))
            {
                throw ErrorCode.DuplicateColumn.Error($"column {quoted} is given twice", span);
            }

            found.Add(column.Name);
        }

        return found.Count <= CountMax ? found.ToSequence()
            : throw ErrorCode.InvalidUse.Error($"{Clause} takes {CountMax} columns at most", span);
    }

    /// <summary>The types of which statistics hold a minimum and a maximum.</summary>
    private static bool HasBounds(DataType type) => type is DecimalType || (type is PrimitiveType
        && type != PrimitiveType.Boolean && type != PrimitiveType.Binary && type != PrimitiveType.Image);
}
