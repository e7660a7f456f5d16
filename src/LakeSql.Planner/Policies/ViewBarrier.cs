using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Policies;

/// <summary>
/// Between a view, or a table function, and those who read it without being its owner: conditions that are not harmless
/// are asked of no row that it leaves out, and what its rows are made of tells them nothing.
/// </summary>
/// <param name="leavesRowsOut">False when it gives something of every row.</param>
/// <param name="ownTellingCount">What the view's own text has that could tell.</param>
/// <param name="scans">The scans of its text, by position.</param>
/// <param name="parts">The queries of its text, by position.</param>
public sealed class ViewBarrier(
    bool leavesRowsOut, int ownTellingCount, (int First, int End) scans, (int First, int End) parts)
{
    /// <summary>True when conditions around the view must not get into it.</summary>
    public bool StopsConditions => IsNeeded && leavesRowsOut;

    /// <summary>True when its text computes anything, but for conditions.</summary>
    public bool ComputesValues { get; init; }

    /// <summary>True when the statement around it could tell of what it hides.</summary>
    internal bool IsNeeded { get; set; } = true;

    /// <summary>True when the statement gets copies of the view's values: <see cref="TableScan.IsCopied"/>.</summary>
    public bool IsCopied { get; internal set; }

    internal int OwnTellingCount => ownTellingCount;

    internal (int First, int End) Scans => scans;

    /// <summary>True for what stands in the view's text: a query of the list, or else a scan.</summary>
    internal bool Holds((QueryPart Part, int? At) part) => part.At is { } at ? parts.First <= at && at < parts.End
        : scans.First <= part.Part.First && part.Part.End <= scans.End;

    /// <summary>
    /// False for a query that gives something of every row which it reads, but where a function gives no row for it.
    /// </summary>
    internal static bool LeavesRowsOut(Query query) => query switch
    {
        { Limit: not null } or { Offset: not null } or { With: not null } => true,
        { Body: var body } => LeavesRowsOut(body),
    };

    /// <summary>True for a value, or a condition, that computes nothing but conditions of queries.</summary>
    internal static bool TakesColumnsAlone(Expression value) => value switch
    {
        Exists exists => TakesColumnsAlone(exists.Query),
        InSubquery { Operand: BoundColumn } within => TakesColumnsAlone(within.Query),
        ScalarSubquery scalar => TakesColumnsAlone(scalar.Query),
        Unary { Operator: UnaryOperator.Not } not => TakesColumnsAlone(not.Operand),
        Binary { Operator: BinaryOperator.And or BinaryOperator.Or } both =>
            Chains.Operands(both).All(TakesColumnsAlone),
        FunctionCall call => call.Arguments.All(a => a.Value is Literal),
        _ => value is BoundColumn or Literal,
    };

    /// <summary>True for a query that computes nothing, but for its conditions.</summary>
    public static bool TakesColumnsAlone(Query query) =>
        query is { With: null, Limit: null, Offset: null, Body: var body }
        && query.OrderBy.All(o => o.Value is BoundColumn or BoundAlias) && TakesColumnsAlone(body);

    private static bool TakesColumnsAlone(QueryBody body) => body switch
    {
        Select { GroupBy: null, Qualify: null, DistinctOn.Count: 0, Windows.Count: 0, Sample: null } select =>
            select.Items.All(i => i.Value is BoundColumn or Literal) && TakesColumnsAlone(select.From),
        ParenthesizedQuery inner => TakesColumnsAlone(inner.Query),

        // A set operation casts columns of other types.
        _ => false,
    };

    private static bool TakesColumnsAlone(TableExpression? from) => from switch
    {
        // A file that is read may hold what it should not.
        null or BoundScan { Sample: null, Scan: not FilesScan } => true,
        BoundView { Sample: null, Query: var inner } => TakesColumnsAlone(inner),
        DerivedTable { Sample: null, Query: var inner } => TakesColumnsAlone(inner),
        Join join => TakesColumnsAlone(join.Left) && TakesColumnsAlone(join.Right),
        _ => false,
    };

    private static bool LeavesRowsOut(QueryBody body) => body switch
    {
        Select { DistinctOn.Count: 0, Where: null, Having: null, Qualify: null, Sample: null, From: var from } =>
            from switch
            {
                null or BoundScan { Sample: null } => false,
                DerivedTable { Sample: null, IsLateral: false, Query: var inner } => LeavesRowsOut(inner),
                BoundView { Sample: null, Query: var inner } => LeavesRowsOut(inner),
                _ => true,
            },
        SetOperation { Operator: SetOperator.Union } union => LeavesRowsOut(union.Left) || LeavesRowsOut(union.Right),
        ParenthesizedQuery inner => LeavesRowsOut(inner.Query),
        _ => true,
    };
}
