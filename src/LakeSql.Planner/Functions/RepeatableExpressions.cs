using LakeSql.Common.Errors;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Functions;

/// <summary>
/// What may stand a second time, in a query within the one that it belongs to, and is the same there: neither chance
/// nor a window or an aggregate of the query around. What is not listed is taken not to be.
/// </summary>
public static class RepeatableExpressions
{
    /// <summary>True for one of them; all its parts count.</summary>
    public static bool IsOne(Expression? expression)
    {
        Recursion.Check();
        return expression switch
        {
            null or Literal or TypedLiteral or IntervalLiteral { Value: Literal } or Parameter or BoundColumn => true,
            Unary u => IsOne(u.Operand),
            Binary b => Chains.Operands(b).All(IsOne),
            IsTest t => IsOne(t.Operand),
            Between b => IsOne(b.Operand) && IsOne(b.Low) && IsOne(b.High),
            InList l => IsOne(l.Operand) && l.Items.All(IsOne),
            Like l => IsOne(l.Operand) && IsOne(l.Pattern) && IsOne(l.Escape),
            Cast c => IsOne(c.Operand),
            Case c => IsOne(c.Operand) && c.Whens.All(w => IsOne(w.When) && IsOne(w.Then)) && IsOne(c.Else),
            FieldAccess f => IsOne(f.Operand),
            BoundFunction f => IsOne(f.Body) && f.Parameters.Values.All(IsOne),
            FunctionCall { Over: null, Filter: null } f =>
                RowFunctions.IsOfOneRow(f.Name.Last) && f.Arguments.All(a => IsOne(a.Value)),
            InSubquery s => IsOne(s.Operand) && IsOne(s.Query),
            Exists e => IsOne(e.Query),
            ScalarSubquery s => IsOne(s.Query),
            _ => false,
        };
    }

    private static bool IsOne(Query query) =>
        query is { With: null, OrderBy.Count: 0, Limit: null, Offset: null } && query.Body switch
        {
            Select { Sample: null, Qualify: null, Windows.Count: 0 } s => s.Items.All(i => IsValue(i.Value))
                && IsOne(s.Where) && IsOne(s.Having) && s.GroupBy is null && IsOne(s.From),
            ParenthesizedQuery p => IsOne(p.Query),
            _ => false,
        };

    private static bool IsValue(Expression value) => value is Star
        || (value is FunctionCall { Over: null, Name.Parts.Count: 1 } call && FunctionList.IsAggregate(call.Name.Last)
            ? RowFunctions.OfManyRows.Contains(call.Name.Last) && IsOne(call.Filter)
                && call.Arguments.All(a => a.Value is Star || IsOne(a.Value))
            : IsOne(value));

    private static bool IsOne(TableExpression? table)
    {
        Recursion.Check();
        return table switch
        {
            null or BoundScan { Sample: null } or BoundCommonTable => true,
            BoundView { Sample: null } v => IsOne(v.Query),
            DerivedTable { Sample: null } d => IsOne(d.Query),
            ParenthesizedJoin p => IsOne(p.Inner),
            Join j => IsOne(j.Left) && IsOne(j.Right) && IsOne(j.On),
            _ => false,
        };
    }
}
