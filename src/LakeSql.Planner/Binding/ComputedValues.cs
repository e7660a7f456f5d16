using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>What a query computes for its rows, but for conditions.</summary>
internal static class ComputedValues
{
    /// <summary>What stands behind the query itself.</summary>
    public static IEnumerable<Expression?> Of(Query query) =>
        [.. query.OrderBy.Select(o => o.Value), .. query.DistributeBy, query.Limit, query.Offset];

    public static IEnumerable<Expression> Of(Select select) =>
    [
        .. select.Items.Select(i => i.Value), .. select.DistinctOn, .. select.GroupBy?.Elements.SelectMany(Of) ?? [],
        .. select.Windows.SelectMany(w => w.Window.PartitionBy.Concat(w.Window.OrderBy.Select(o => o.Value))),
    ];

    private static IEnumerable<Expression> Of(GroupingElement element) =>
        element.Expressions.Concat(element.Sets.SelectMany(Of));
}
