using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>COLUMNS and columns by their places.</summary>
internal sealed partial class ExpressionBinder
{
    /// <summary>As <see cref="BindAll"/>; <c>*COLUMNS(…)</c> becomes as many items as it has columns.</summary>
    private Sequence<Expression> BindItems(Sequence<Expression> items, Scope scope) =>
        items.Any(i => i is Columns { IsUnpacked: true })
            ? items.SelectMany(i => i is Columns { IsUnpacked: true } c ? Unpacked(c, scope).Select(u => u.Value)
                : [Bind(i, scope)]).ToSequence()
            : BindAll(items, scope);

    private IReadOnlyList<StarColumn> Unpacked(Columns node, Scope scope)
    {
        var columns = Stars.ColumnsOf(node, scope);
        foreach (var column in columns)
        {
            tracker.Add(column.Sources);
        }

        return columns;
    }

    private Expression BindColumns(Columns node, Scope scope)
    {
        if (node.IsUnpacked)
        {
            throw ErrorCode.InvalidUse.Error("*COLUMNS(…) can stand only in a list of arguments", node.Span);
        }

        if (expansion is not { } current)
        {
            throw ErrorCode.InvalidUse.Error("COLUMNS(…) cannot stand here", node.Span);
        }

        // What selects the columns is no part of the expression around it.
        expansion = null;
        var column = current.Column(node, () => Stars.ColumnsOf(node, scope));
        expansion = current;
        tracker.Add(column.Sources);
        return column.Value;
    }

    private Expression BindPosition(PositionalReference reference, Scope scope)
    {
        // Within a lambda, FROM is that of the query around.
        while (scope.LambdaParameters.Count > 0 && scope.Parent is { } parent)
        {
            scope = parent;
        }

        var place = reference.Position;
        foreach (var relation in scope.Relations)
        {
            if (place <= relation.Columns.Count && place > 0)
            {
                var column = relation.Columns[place - 1];
                tracker.Add(column.Sources);
                scope.ColumnUses++;
                scope.Touched?.Add(column.Name);
                return column.Value(relation.Id, reference.Span);
            }

            place -= relation.Columns.Count;
        }

        throw ErrorCode.ColumnNotFound.Error(
            $"column #{reference.Position} not found", reference.Span,
            $"FROM has {scope.Relations.Sum(r => r.Columns.Count)} columns");
    }
}
