using LakeSql.Common.Errors;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary><c>INTERVAL 3 DAY</c>, <c>INTERVAL '1 year'</c>, <c>INTERVAL (x + 1) MONTH</c>.</summary>
internal sealed class IntervalParser(Cursor cursor, ExpressionParser expressions)
{
    /// <summary>True at the word before a value; elsewhere it is a name.</summary>
    public static bool Starts(Cursor cursor) => cursor.IsWord("INTERVAL")
        && (cursor.KindAt(1) is SqlToken.Number or SqlToken.Text or SqlToken.Parameter
            || cursor.IsSymbol("-", 1) || cursor.IsSymbol("(", 1));

    public Expression Interval()
    {
        var start = cursor.Here;
        cursor.Expect("INTERVAL");
        var first = Part(start);
        if (first.Unit is null || !IsPart())
        {
            return first;
        }

        // Databricks' INTERVAL 1 YEAR 2 MONTHS is INTERVAL 1 YEAR + INTERVAL 2 MONTHS.
        cursor.Grow();
        Expression sum = first;
        while (IsPart())
        {
            var part = Part(cursor.Here);
            sum = new Binary(cursor.From(start), BinaryOperator.Add, sum, part);
        }

        return sum;
    }

    private bool IsPart() => cursor.Kind is SqlToken.Number or SqlToken.Text
        && cursor.KindAt(1) == SqlToken.Word && Units.IsUnit(cursor.Text(1));

    private IntervalLiteral Part(SourceSpan start)
    {
        Expression value;
        if (cursor.TakeSymbol("("))
        {
            value = expressions.Expression();
            cursor.ExpectSymbol(")");
        }
        else
        {
            // A cast after the string is one of the interval.
            var text = cursor.Here;
            value = cursor.Kind == SqlToken.Text ? new Literal(text, LiteralKind.String, cursor.StringValue())
                : expressions.Signed();
        }

        string? unit = null;
        if (cursor.Kind == SqlToken.Word && Units.IsUnit(cursor.Text()))
        {
            unit = Units.Canonical(cursor.Text());
            cursor.Advance();
        }

        return new IntervalLiteral(cursor.From(start), value, unit);
    }
}
