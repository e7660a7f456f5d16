using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Functions;

/// <summary>What may be computed of values that no row shows, since neither an error nor a time tells of it.</summary>
/// <remarks>
/// A file may hold each value of a column once, in a dictionary. What the engine takes for a function that cannot fail
/// it computes of the whole dictionary, also of values whose rows a filter has left out; and some of these functions
/// fail all the same (<c>chr</c>, <c>to_timestamp</c>, <c>regexp_replace</c> with a pattern from a column), or take
/// long. What is not listed is taken to be of that kind.
/// </remarks>
public static class CalmExpressions
{
    private static readonly HashSet<string> Functions = new(RowFunctions.OfManyRows, Identifier.Comparer)
    {
        // They name columns, and no values.
        "grouping", "grouping_id",

        // Parts of days, and what is a CASE or a comparison.
        "coalesce", "day", "greatest", "ifnull", "least", "month", "nullif", "nvl", "quarter", "year",
    };

    /// <summary>True for one of them, whatever it is computed of.</summary>
    public static bool IsOne(Expression expression) => IsOne(expression, null);

    /// <summary>The same where some columns are known.</summary>
    /// <param name="expression">Bound, where it is a sum, a difference or a LIKE.</param>
    /// <param name="known">Which columns are stored ones of which types.</param>
    internal static bool IsOne(Expression expression, HarmlessConditions? known) => expression switch
    {
        Literal or TypedLiteral or IntervalLiteral or Parameter or BoundColumn or BoundAlias or ColumnReference
            or PositionalReference or Columns or Star or IsTest or Between or InList or InSubquery or Exists
            or ScalarSubquery or Quantified or Case or Cast or FieldAccess => true,

        // Its body counts.
        BoundFunction => true,
        Unary { Operator: UnaryOperator.Negate or UnaryOperator.Plus or UnaryOperator.Not } => true,

        // An instant and an interval may be out of range together; beside a number there is none.
        Binary { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum =>
            IsNumber(sum.Right, known) || IsNumber(sum.Left, known),
        Binary { Operator: >= BinaryOperator.Or and <= BinaryOperator.Divide } => true,
        Like { Kind: LikeKind.Like, Escape: null, Pattern: Literal { Kind: LiteralKind.String } pattern } like =>
            LikePatterns.IsQuick(pattern.Text) || (like.Operand is BoundColumn column && known?.IsOpen(column) == true),
        FunctionCall { Name.Parts.Count: 1 } call => Functions.Contains(call.Name.Last)
            || (call.Name.Last is "date_part" or "datepart" && call.Arguments is [{ Value: Literal part }, _]
                && Functions.Contains(part.Text)),
        _ => false,
    };

    /// <summary>True for what is surely a number; chains have no bound on their length to the left.</summary>
    private static bool IsNumber(Expression value, HarmlessConditions? known)
    {
        while (value is Binary
        {
            Operator: BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide,
        } both)
        {
            if (!IsNumber(both.Right, known))
            {
                return false;
            }

            value = both.Left;
        }

        return value switch
        {
            Literal { Kind: LiteralKind.Number } => true,
            Unary { Operator: UnaryOperator.Negate } negated => IsNumber(negated.Operand, known),
            BoundColumn column => known?.TypeOf(column) is { } type && IsNumber(type),
            Cast cast => IsNumber(cast.Type),
            FunctionCall { Name.Parts.Count: 1 } call => Identifier.Same(call.Name.Last, "count"),
            _ => false,
        };
    }

    private static bool IsNumber(DataType type) => type is DecimalType
        || type == PrimitiveType.TinyInt || type == PrimitiveType.SmallInt || type == PrimitiveType.Int
        || type == PrimitiveType.BigInt || type == PrimitiveType.Float || type == PrimitiveType.Double;
}
