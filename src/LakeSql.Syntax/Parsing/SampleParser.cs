using LakeSql.Common.Errors;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>What follows TABLESAMPLE and USING SAMPLE.</summary>
internal sealed class SampleParser(Cursor cursor, ExpressionParser expressions)
{
    /// <summary>
    /// <c>10%</c>, <c>100 ROWS</c>, <c>10 PERCENT (system, 7)</c>, <c>(10 PERCENT)</c>, <c>reservoir (100 ROWS)</c>,
    /// the last two perhaps with <c>REPEATABLE (7)</c>.
    /// </summary>
    public Sample Sample()
    {
        var start = cursor.Here;
        var method = cursor.Kind == SqlToken.Word ? Method() : null;
        Expression? seed = null;
        if (method is null && !cursor.IsSymbol("("))
        {
            var (amount, isPercent) = Size();
            if (cursor.TakeSymbol("("))
            {
                method = Method();
                seed = cursor.TakeSymbol(",") ? expressions.Expression() : null;
                cursor.ExpectSymbol(")");
            }

            return new Sample(cursor.From(start), amount, isPercent, method, seed);
        }

        cursor.ExpectSymbol("(");
        var (size, percent) = Size();
        cursor.ExpectSymbol(")");
        if (cursor.Take("REPEATABLE"))
        {
            cursor.ExpectSymbol("(");
            seed = expressions.Expression();
            cursor.ExpectSymbol(")");
        }

        return new Sample(cursor.From(start), size, percent, method, seed);
    }

    private string Method() => cursor.Take("BERNOULLI") ? "bernoulli"
        : cursor.Take("SYSTEM") ? "system"
        : cursor.Take("RESERVOIR") ? "reservoir"
        : throw cursor.Unexpected();

    private (Expression Size, bool IsPercent) Size()
    {
        if (cursor.Kind is not (SqlToken.Number or SqlToken.Parameter))
        {
            throw cursor.Unexpected("a number");
        }

        var size = expressions.Signed();
        if (size is not (Literal or Parameter))
        {
            throw ErrorCode.SyntaxError.Error("the size of a sample is a number or a parameter", size.Span);
        }

        var percent = cursor.TakeSymbol("%") || cursor.Take("PERCENT");
        if (!percent)
        {
            cursor.Take("ROWS");
        }

        return (size, percent);
    }
}
