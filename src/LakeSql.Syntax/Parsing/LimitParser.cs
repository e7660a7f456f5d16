using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>LIMIT, OFFSET and FETCH FIRST, in any order.</summary>
internal sealed class LimitParser(Cursor cursor, ExpressionParser expressions)
{
    /// <summary>True at SORT BY and its like, whose words may be names elsewhere.</summary>
    public static bool IsSorting(Cursor cursor, int ahead = 0) => cursor.IsWord("BY", ahead + 1)
        && (cursor.IsWord("SORT", ahead) || cursor.IsWord("CLUSTER", ahead) || cursor.IsWord("DISTRIBUTE", ahead));

    public Query Limits(Query query)
    {
        while (true)
        {
            if (query.Limit is null && cursor.Take("LIMIT"))
            {
                if (cursor.Take("ALL"))
                {
                    continue;
                }

                var limit = expressions.Expression();
                var isPercent = cursor.Take("PERCENT") || cursor.TakeSymbol("%");
                query = query with { Limit = limit, LimitIsPercent = isPercent };
            }
            else if (query.Offset is null && cursor.Take("OFFSET"))
            {
                query = query with { Offset = expressions.Expression() };
                _ = cursor.Take("ROWS") || cursor.Take("ROW");
            }
            else if (query.Limit is null && cursor.IsWord("FETCH"))
            {
                query = query with { Limit = Fetch() };
            }
            else
            {
                return query;
            }
        }
    }

    /// <summary>True at a sign that cannot divide, as no operand follows: <c>LIMIT 10%</c>.</summary>
    public static bool IsPercentSign(Cursor cursor) => cursor.IsSymbol("%")
        && (cursor.KindAt(1) is null || cursor.IsSymbol(")", 1) || cursor.IsSymbol(";", 1)
            || cursor.IsWord("OFFSET", 1));

    private Expression Fetch()
    {
        cursor.Expect("FETCH");
        if (!cursor.Take("FIRST") && !cursor.Take("NEXT"))
        {
            throw cursor.Unexpected();
        }

        var limit = cursor.Kind == SqlToken.Word
            ? new Literal(cursor.Here, LiteralKind.Number, "1") : expressions.Signed();
        if (!cursor.Take("ROW") && !cursor.Take("ROWS"))
        {
            throw cursor.Unexpected();
        }

        cursor.Expect("ONLY");
        return limit;
    }
}
