using LakeSql.Common.Names;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>The elements of GROUP BY.</summary>
internal sealed class GroupingParser(Cursor cursor, QueryParser queries)
{
    public GroupBy GroupBy()
    {
        var start = cursor.Here;
        if (cursor.Take("ALL") || (cursor.IsSymbol("*") && !StarParser.IsColumns(cursor, 1) && cursor.TakeSymbol("*")))
        {
            return new GroupBy(start, true, []);
        }

        var elements = Elements();

        // Databricks' a, b GROUPING SETS ((a), (b)): the sets alone count.
        if (cursor.IsWord("GROUPING") && cursor.IsWord("SETS", 1) && cursor.IsSymbol("(", 2)
            && elements.All(e => e.Kind == GroupingKind.Expression))
        {
            return new GroupBy(cursor.From(start), false, [Element()]);
        }

        var kind = cursor.TakeAll("WITH", "ROLLUP") ? GroupingKind.Rollup
            : cursor.TakeAll("WITH", "CUBE") ? GroupingKind.Cube
            : GroupingKind.Expression;
        if (kind != GroupingKind.Expression)
        {
            // Databricks' a, b WITH ROLLUP is ROLLUP (a, b).
            var keys = elements.SelectMany(e => e.Expressions).ToSequence();
            elements = [new GroupingElement(cursor.From(start), kind, keys, [])];
        }

        return new GroupBy(cursor.From(start), false, elements);
    }

    /// <summary>A comma may stand after the last one, where no element can begin.</summary>
    private Sequence<GroupingElement> Elements()
    {
        var elements = new List<GroupingElement> { Element() };
        while (cursor.TakeSymbol(","))
        {
            if (cursor.AtEnd || cursor.IsSymbol(")") || cursor.IsSymbol(";") || (cursor.Kind == SqlToken.Word
                && Keywords.IsReserved(cursor.Text()) && !Keywords.BeginsOperand(cursor.Text())))
            {
                break;
            }

            elements.Add(Element());
        }

        return elements.ToSequence();
    }

    private GroupingElement Element()
    {
        var start = cursor.Here;
        if (cursor.IsSymbol("(") && cursor.IsSymbol(")", 1))
        {
            cursor.Advance();
            cursor.Advance();
            return new GroupingElement(cursor.From(start), GroupingKind.Set, [], []);
        }

        if (cursor.TakeAll("GROUPING", "SETS"))
        {
            var sets = cursor.Parenthesized(Member);
            return new GroupingElement(cursor.From(start), GroupingKind.GroupingSets, [], sets);
        }

        foreach (var (word, kind) in ((string, GroupingKind)[])
            [("ROLLUP", GroupingKind.Rollup), ("CUBE", GroupingKind.Cube)])
        {
            if (cursor.IsWord(word) && cursor.IsSymbol("(", 1))
            {
                cursor.Advance();
                var expressions = cursor.Parenthesized(queries.Expressions.Expression);
                return new GroupingElement(cursor.From(start), kind, expressions, []);
            }
        }

        var expression = queries.Expressions.Expression();
        return new GroupingElement(cursor.From(start), GroupingKind.Expression, [expression], []);
    }

    /// <summary>A member of GROUPING SETS: <c>(a, b)</c>, <c>()</c>, or an element.</summary>
    private GroupingElement Member()
    {
        var start = cursor.Here;
        var after = cursor.IsSymbol("(") ? cursor.AfterParenthesis(0) : 0;
        if (!cursor.IsSymbol("(") || !(cursor.IsSymbol(",", after) || cursor.IsSymbol(")", after))
            || queries.StartsQuery(1))
        {
            return Element();
        }

        cursor.Advance();
        Sequence<Expression> expressions = cursor.IsSymbol(")") ? [] : cursor.List(queries.Expressions.Expression);
        cursor.ExpectSymbol(")");
        return new GroupingElement(cursor.From(start), GroupingKind.Set, expressions, []);
    }
}
