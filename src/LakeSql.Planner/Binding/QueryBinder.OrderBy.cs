using LakeSql.Common.Names;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <content>ORDER BY.</content>
internal sealed partial class QueryBinder
{
    /// <summary>A bare name in ORDER BY means the output column of that name before any column of FROM.</summary>
    private IEnumerable<OrderItem> BindOrderItem(OrderItem item, Sequence<OutputColumn> columns, Scope scope)
    {
        if (item.Value is ColumnReference { Parts: [var name] } reference
            && columns.FirstOrDefault(c => Identifier.Same(c.Name, name)) is { } output)
        {
            context.Resolution.AddIndirect(output.Sources, "SORT");
            return [item with { Value = new BoundAlias(reference.Span, output.Name) }];
        }

        // Columns of a set operation may be called as in any of its queries.
        if (scope.OutputNames is { } names && ((item.Value is ColumnReference column
            && names.TryGetValue(column.Parts[^1], out var first))
            || scope.OutputExpressions.TryGetValue(item.Value, out first)))
        {
            context.Resolution.AddIndirect(
                columns.Where(c => Identifier.Same(c.Name, first)).SelectMany(c => c.Sources), "SORT");
            return [item with { Value = new BoundAlias(item.Value.Span, first) }];
        }

        if (item.Value is Literal { Kind: LiteralKind.Number } place
            && int.TryParse(place.Text, out var position) && position > 0 && position <= columns.Count)
        {
            context.Resolution.AddIndirect(columns[position - 1].Sources, "SORT");
        }

        var items = new List<OrderItem>();
        expressions.BindEach(item.Value, scope, (value, sources, _) =>
        {
            context.Resolution.AddIndirect(sources, "SORT");
            items.Add(item with { Value = value });
        });
        return items;
    }
}
