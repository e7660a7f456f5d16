using LakeSql.Common.Names;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Policies;

/// <summary>
/// Which subqueries of a condition do nothing but what their own conditions say: <c>SELECT … FROM t WHERE …</c>, with
/// nothing computed to group, sort or tell rows apart by.
/// </summary>
internal static class SubqueryShape
{
    /// <summary>A factor of so many digits after the point leaves a sum within DECIMAL(38).</summary>
    private const int FactorDigitsMax = 4;

    /// <summary>No part of it computes anything of its rows.</summary>
    public static bool IsPlain(Query query) => PlainSelect(query) is { } select
        && (select.GroupBy is not { } groups || (!groups.All && groups.Elements.All(
            e => e.Kind == GroupingKind.Expression && e.Expressions.All(x => x is BoundColumn))));

    /// <summary>The plain column that a query gives, or the least or greatest of one; null for another.</summary>
    public static BoundColumn? ColumnOf(Query query) =>
        !IsPlain(query) || PlainSelect(query) is not { Items: [{ Value: var value }] } ? null
        : value is FunctionCall call && Aggregated(call) is ("min" or "max", var of) ? of
        : value as BoundColumn;

    /// <summary>
    /// <c>f(x)</c> or <c>0.5 * f(x)</c> over all rows of a query, so that it gives one row whatever the rows are; null
    /// for another.
    /// </summary>
    public static (string Function, BoundColumn Of, bool IsScaled)? AggregateOf(Query query) =>
        PlainSelect(query) is not { GroupBy: null, Items: [{ Value: var value }] } ? null
        : value switch
        {
            Binary { Operator: BinaryOperator.Multiply, Left: var factor, Right: FunctionCall call }
                when IsFraction(factor) && Aggregated(call) is var (name, of) => (name, of, true),
            FunctionCall call when Aggregated(call) is var (name, of) => (name, of, false),
            _ => null,
        };

    /// <summary>The positions of columns that a query computes of many rows each.</summary>
    public static IReadOnlyList<int> AggregatesOf(Query query) => query.Body is not Select { Items: var items } ? []
        : [.. Enumerable.Range(0, items.Count).Where(i => items[i].Value is FunctionCall { Over: null } call
            && call.Name.Last.ToLowerInvariant() is ("count" or "sum" or "avg" or "min" or "max"))];

    /// <summary>The name, in lower case, and the column of a call with nothing else to it.</summary>
    private static (string Name, BoundColumn Of)? Aggregated(FunctionCall call) => call is
    {
        Arguments: [{ Value: BoundColumn of }], Distinct: false, OrderBy.Count: 0, WithinGroup.Count: 0,
        IgnoreNulls: null, Filter: null, ExportState: false, Over: null,
    }
        ? (call.Name.Last.ToLowerInvariant(), of) : null;

    /// <summary>A factor below one, which makes nothing greater.</summary>
    public static bool IsFraction(Expression factor) => factor is Literal { Kind: LiteralKind.Number } number
        && number.Text.StartsWith("0.", StringComparison.Ordinal) && number.Text.Length <= 2 + FactorDigitsMax
        && number.Text.AsSpan(2).ContainsAnyExceptInRange('0', '9') is false;

    private static Select? PlainSelect(Query query) => query is
    {
        With: null, OrderBy.Count: 0, OrderByAll: false, DistributeBy.Count: 0, Limit: null, Offset: null,
        Body: Select { DistinctOn.Count: 0, Windows.Count: 0, Qualify: null, Sample: null, From: var from } select,
    } && IsOfTables(from) && (!select.Distinct || select.Items.All(i => i.Value is BoundColumn or Literal))
        ? select : null;

    private static bool IsOfTables(TableExpression? from) => from switch
    {
        // What a common table computes is a query of its own.
        null or BoundScan { Sample: null } or BoundCommonTable { IsRecurring: false } => true,
        Join join => IsOfTables(join.Left) && IsOfTables(join.Right),
        _ => false,
    };
}
