using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>The columns that COLUMNS stands for in one expression, which is bound once for each.</summary>
internal sealed class ColumnExpansion
{
    private int index;

    /// <summary>The COLUMNS of the expression; null when none was met.</summary>
    public Columns? Node { get; private set; }

    /// <summary>All its columns; null when none was met.</summary>
    public IReadOnlyList<StarColumn>? Columns { get; private set; }

    /// <summary>The name of the column whose turn it is.</summary>
    public string Name => Columns![index].Name;

    /// <summary>
    /// The column whose turn it is. Several COLUMNS of an expression go together, so they must be alike.
    /// </summary>
    public StarColumn Column(Columns node, Func<IReadOnlyList<StarColumn>> columns)
    {
        if (Node is not null && !Node.Equals(node))
        {
            throw ErrorCode.InvalidUse.Error("an expression cannot hold two different COLUMNS(…)", node.Span);
        }

        Node ??= node;
        Columns ??= columns();
        return Columns.Count > 0 ? Columns[index]
            : throw ErrorCode.InvalidUse.Error("COLUMNS(…) stands for no column", node.Span);
    }

    /// <summary>Goes on to the next column; false after the last one.</summary>
    public bool Next() => Columns is not null && ++index < Columns.Count;
}
