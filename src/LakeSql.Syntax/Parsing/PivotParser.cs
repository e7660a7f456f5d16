using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>PIVOT and UNPIVOT, as queries and in FROM, and LATERAL VIEW.</summary>
internal sealed class PivotParser(Cursor cursor, QueryParser queries)
{
    private ExpressionParser Expressions => queries.Expressions;

    /// <summary>True at the word of a pivot that is a query.</summary>
    public static bool StartsQuery(Cursor cursor, int ahead = 0) =>
        cursor.IsWord("PIVOT", ahead) || cursor.IsWord("PIVOT_WIDER", ahead) || IsUnpivot(cursor, ahead);

    /// <summary><c>PIVOT t ON …</c>, <c>UNPIVOT t ON …</c></summary>
    public QueryBody Query(SourceSpan start)
    {
        if (IsUnpivot(cursor, 0))
        {
            cursor.Advance();
            var unpivot = UnpivotOn();
            cursor.Grow();
            return new UnpivotQuery(cursor.From(start), unpivot);
        }

        cursor.Advance();
        var pivot = PivotOn();
        cursor.Grow();
        return new PivotQuery(cursor.From(start), pivot);
    }

    /// <summary>The table, with every PIVOT and UNPIVOT that follows it.</summary>
    public TableExpression Pivots(TableExpression table, SourceSpan start)
    {
        while (true)
        {
            if (cursor.IsWord("PIVOT") && cursor.IsSymbol("(", 1))
            {
                cursor.Advance();
                var pivot = PivotFor(table);
                var alias = queries.From.Alias();
                table = new PivotedTable(cursor.From(start), pivot, alias);
                cursor.Grow();
            }
            else if (cursor.IsWord("UNPIVOT"))
            {
                cursor.Advance();
                var unpivot = UnpivotFor(table);
                var alias = queries.From.Alias();
                table = new UnpivotedTable(cursor.From(start), unpivot, alias);
                cursor.Grow();
            }
            else
            {
                return table;
            }
        }
    }

    /// <summary><c>[OUTER] explode(x) [table] [AS column, …]</c>, from after LATERAL VIEW.</summary>
    public LateralView LateralView(TableExpression source, SourceSpan start)
    {
        var outer = cursor.IsName(1) && cursor.Take("OUTER");
        var function = cursor.QualifiedName();
        cursor.ExpectSymbol("(");
        var arguments = cursor.IsSymbol(")") ? [] : cursor.List(Expressions.Expression);
        cursor.ExpectSymbol(")");
        var name = queries.From.IsBareAlias() ? cursor.Name() : null;
        Sequence<string> columns = cursor.Take("AS") ? cursor.List(() => cursor.Name()) : [];
        return new LateralView(cursor.From(start), source, outer, function, arguments, name, columns);
    }

    private static bool IsUnpivot(Cursor cursor, int ahead) =>
        cursor.IsWord("UNPIVOT", ahead) || cursor.IsWord("PIVOT_LONGER", ahead);

    private Pivot PivotOn()
    {
        var source = queries.From.Item();
        Sequence<PivotColumn> columns = cursor.Take("ON") ? cursor.List(ColumnOn) : [];
        Sequence<SelectItem> aggregates = cursor.Take("USING") ? cursor.List(queries.Item) : [];
        var groupBy = GroupBy();
        return columns.Count + aggregates.Count + groupBy.Count > 0
            ? new Pivot(source, aggregates, columns, groupBy) : throw cursor.Unexpected("ON", "USING", "GROUP BY");
    }

    private PivotColumn ColumnOn()
    {
        var isRow = IsList() && cursor.IsWord("IN", cursor.AfterParenthesis(0));
        var expressions = isRow ? cursor.Parenthesized(Expressions.Expression) : [Expressions.BeforeIn()];
        return cursor.Take("IN") ? In(expressions) : new PivotColumn(expressions, [], null);
    }

    private Pivot PivotFor(TableExpression source)
    {
        cursor.ExpectSymbol("(");
        var aggregates = cursor.List(queries.Item);
        cursor.Expect("FOR");
        var columns = new List<PivotColumn>();
        do
        {
            var expressions = IsList()
                ? cursor.Parenthesized(Expressions.Expression) : [Expressions.BeforeIn()];
            cursor.Expect("IN");
            columns.Add(In(expressions));
        }
        while (!cursor.IsSymbol(")") && !cursor.IsWord("GROUP"));
        var groupBy = GroupBy();
        cursor.ExpectSymbol(")");
        return new Pivot(source, aggregates, columns.ToSequence(), groupBy);
    }

    /// <summary>True at the parenthesis of a list of columns, and not of a subquery.</summary>
    private bool IsList() => cursor.IsSymbol("(") && !queries.StartsQuery(1);

    private PivotColumn In(Sequence<Expression> expressions)
    {
        cursor.ExpectSymbol("(");
        if (queries.StartsQuery())
        {
            var query = queries.Query();
            cursor.ExpectSymbol(")");
            return new PivotColumn(expressions, [], query);
        }

        var values = cursor.List(Value, ")");
        cursor.ExpectSymbol(")");
        return new PivotColumn(expressions, values, null);
    }

    private PivotValue Value()
    {
        var item = queries.Item();
        return new PivotValue(item.Value, item.Alias);
    }

    private Sequence<Expression> GroupBy() =>
        cursor.TakeAll("GROUP", "BY") ? cursor.List(Expressions.Expression) : [];

    private Unpivot UnpivotOn()
    {
        var source = queries.From.Item();
        cursor.Expect("ON");
        var columns = cursor.List(UnpivotColumn);
        var (name, values) = ("name", (Sequence<string>)["value"]);
        if (cursor.TakeAll("INTO", "NAME"))
        {
            name = cursor.Name();
            if (!cursor.Take("VALUE") && !cursor.Take("VALUES"))
            {
                throw cursor.Unexpected();
            }

            values = cursor.List(() => cursor.Name());
        }

        return new Unpivot(source, false, name, values, columns);
    }

    private Unpivot UnpivotFor(TableExpression source)
    {
        var includeNulls = cursor.TakeAll("INCLUDE", "NULLS");
        if (!includeNulls)
        {
            cursor.TakeAll("EXCLUDE", "NULLS");
        }

        cursor.ExpectSymbol("(");
        Sequence<string> values = cursor.IsSymbol("(") ? cursor.Parenthesized(() => cursor.Name()) : [cursor.Name()];
        cursor.Expect("FOR");
        var name = cursor.Name();
        cursor.Expect("IN");
        cursor.ExpectSymbol("(");
        var columns = cursor.List(UnpivotColumn, ")");
        cursor.ExpectSymbol(")");
        cursor.ExpectSymbol(")");
        return new Unpivot(source, includeNulls, name, values, columns);
    }

    private UnpivotColumn UnpivotColumn()
    {
        var expressions = IsList()
            ? cursor.Parenthesized(Expressions.Expression) : [Expressions.Expression()];
        string? alias = null;
        if (cursor.Take("AS"))
        {
            alias = cursor.NameOrText();
        }
        else if (cursor.IsName() && !LimitParser.IsSorting(cursor))
        {
            alias = cursor.Name();
        }

        return new UnpivotColumn(expressions, alias);
    }
}
