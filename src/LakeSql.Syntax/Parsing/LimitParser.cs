using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>LIMIT, OFFSET and FETCH FIRST, in any order.</summary>
internal sealed class LimitParser(Cursor cursor, ExpressionParser expressions)
{
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

                query = Percentage(query) ?? query with
                {
                    Limit = expressions.Expression(), LimitIsPercent = cursor.Take("PERCENT"),
                };
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

    /// <summary><c>LIMIT 10%</c>, when nothing follows that % could divide by.</summary>
    private Query? Percentage(Query query)
    {
        if (cursor.Kind != SqlToken.Number || !cursor.IsSymbol("%", 1)
            || !(cursor.KindAt(2) is null || cursor.IsSymbol(")", 2) || cursor.IsSymbol(";", 2)
                || cursor.IsWord("OFFSET", 2)))
        {
            return null;
        }

        var limit = new Literal(cursor.Here, LiteralKind.Number, NumberText.Canonical(cursor.Text()));
        cursor.Advance();
        cursor.Advance();
        return query with { Limit = limit, LimitIsPercent = true };
    }

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
