using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>Queries: WITH, SELECT, FROM first, VALUES, set operations, ORDER BY, LIMIT.</summary>
internal sealed class QueryParser
{
    private static readonly string[] TermFollowers =
        ["UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT", "OFFSET", "FETCH"];

    /// <summary>Words that may follow the last item of SELECT, and so also a comma after it.</summary>
    private static readonly string[] ItemFollowers =
        ["FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "QUALIFY", "USING"];

    private readonly Cursor cursor;

    public QueryParser(Cursor cursor)
    {
        this.cursor = cursor;
        Expressions = new ExpressionParser(cursor, this);
        From = new FromParser(cursor, this);
    }

    public ExpressionParser Expressions { get; }

    public FromParser From { get; }

    /// <summary>
    /// True when what stands from here to the closing parenthesis is a query. <c>(SELECT 1) UNION …</c> is one,
    /// <c>(SELECT 1) + 1</c> and <c>(SELECT 1) a JOIN b</c> are not: what follows the parenthesis tells.
    /// </summary>
    public bool StartsQuery(int ahead = 0)
    {
        while (cursor.IsSymbol("(", ahead))
        {
            if (!MayFollowTerm(cursor.AfterParenthesis(ahead)))
            {
                return false;
            }

            ahead++;
        }

        return cursor.IsWord("SELECT", ahead) || cursor.IsWord("WITH", ahead) || cursor.IsWord("FROM", ahead)
            || (cursor.IsWord("VALUES", ahead) && cursor.IsSymbol("(", ahead + 1) && !IsAliased(ahead + 1))
            || (cursor.IsWord("TABLE", ahead) && cursor.IsName(ahead + 1))
            || cursor.IsWord("SUMMARIZE", ahead) || cursor.IsWord("DESCRIBE", ahead)
            || PivotParser.StartsQuery(cursor, ahead);
    }

    /// <summary><c>(1), (2) AS t</c> after VALUES: a table in FROM, and no query.</summary>
    private bool IsAliased(int rows)
    {
        var after = cursor.AfterParenthesis(rows);
        while (cursor.IsSymbol(",", after) && cursor.IsSymbol("(", after + 1))
        {
            after = cursor.AfterParenthesis(after + 1);
        }

        return cursor.IsWord("AS", after) || (cursor.IsName(after)
            && !LimitParser.IsSorting(cursor, after) && !MinusWord.IsOperator(cursor, after));
    }

    private bool MayFollowTerm(int ahead) =>
        cursor.KindAt(ahead) is null || cursor.IsSymbol(")", ahead) || cursor.IsSymbol(";", ahead)
        || cursor.IsAnyWord(TermFollowers, ahead) || LimitParser.IsSorting(cursor, ahead)
        || MinusWord.IsOperator(cursor, ahead);

    public Query Query() => cursor.Deeper(QueryBody);

    public Sequence<OrderItem> OrderBy() =>
        cursor.TakeAll("ORDER", "BY") ? cursor.List(() => OrderItem(Expressions.Expression)) : [];

    public OrderItem OrderItem(Func<Expression> value)
    {
        var start = cursor.Here;
        var expression = value();
        bool? descending = cursor.Take("ASC") ? false : cursor.Take("DESC") ? true : null;
        bool? nullsFirst = null;
        if (cursor.Take("NULLS"))
        {
            nullsFirst = cursor.Take("FIRST") ? true : cursor.Take("LAST") ? false : throw cursor.Unexpected();
        }

        return new OrderItem(cursor.From(start), expression, descending, nullsFirst);
    }

    public Star Star(QualifiedName? qualifier, SourceSpan start) =>
        new StarParser(cursor, Expressions).Star(qualifier, start);

    public WindowSpecification Window() => new WindowParser(cursor, this).Window();

    private Query QueryBody()
    {
        var start = cursor.Here;
        var with = cursor.IsWord("WITH") ? new WithParser(cursor, this).With() : null;
        var body = WholeBody() ?? ReportParser.Unwrapped(SetOperation());
        var query = new LimitParser(cursor, Expressions).Limits(Ordered(new Query(start, body) { With = with }));

        // ((SELECT …)) is the inner query itself when nothing follows it.
        var isBare = query is
        {
            With: null, OrderBy.Count: 0, DistributeBy.Count: 0, Limit: null, Offset: null, Body: ParenthesizedQuery
        };
        return isBare ? ((ParenthesizedQuery)query.Body).Query : query with { Span = cursor.From(start) };
    }

    /// <summary>
    /// ORDER BY; or SORT BY, DISTRIBUTE BY and CLUSTER BY, which is both by the same expressions. Here is one place for
    /// all rows, so that SORT BY sorts them all.
    /// </summary>
    private Query Ordered(Query query)
    {
        if (cursor.TakeAll("CLUSTER", "BY"))
        {
            var items = cursor.List(() => OrderItem(Expressions.Expression));
            return query with { OrderBy = items, DistributeBy = items.Select(i => i.Value).ToSequence() };
        }

        if (cursor.TakeAll("DISTRIBUTE", "BY"))
        {
            query = query with { DistributeBy = cursor.List(Expressions.Expression) };
        }

        if (cursor.TakeAll("SORT", "BY"))
        {
            return query with { OrderBy = cursor.List(() => OrderItem(Expressions.Expression)) };
        }

        if (query.DistributeBy.Count == 0 && cursor.TakeAll("ORDER", "BY"))
        {
            query = cursor.IsWord("ALL") || IsBareStar() ? OrderByAll(query)
                : query with { OrderBy = cursor.List(() => OrderItem(Expressions.Expression)) };
        }

        return query;
    }

    /// <summary><c>ORDER BY *</c> is ORDER BY ALL.</summary>
    private bool IsBareStar() => cursor.IsSymbol("*") && !StarParser.IsColumns(cursor, 1);

    private Query OrderByAll(Query query)
    {
        var item = OrderItem(() =>
        {
            var span = cursor.Here;
            cursor.Advance();
            return Trees.Star.All(span);
        });
        return query with { OrderByAll = true, OrderBy = [item] };
    }

    private QueryBody SetOperation()
    {
        var start = cursor.Here;
        var left = Intersection();
        while (cursor.IsWord("UNION") || cursor.IsWord("EXCEPT") || MinusWord.IsOperator(cursor))
        {
            var op = cursor.Take("UNION") ? SetOperator.Union : SetOperator.Except;
            if (op == SetOperator.Except)
            {
                cursor.Advance();
            }

            var all = All();
            var byName = op == SetOperator.Union && cursor.TakeAll("BY", "NAME");
            var right = Intersection();
            cursor.GrowLink();
            left = new SetOperation(cursor.From(start), op, all, byName, left, right);
        }

        return left;
    }

    private QueryBody Intersection()
    {
        var start = cursor.Here;
        var left = Term();
        while (cursor.Take("INTERSECT"))
        {
            var all = All();
            var right = Term();
            cursor.GrowLink();
            left = new SetOperation(cursor.From(start), SetOperator.Intersect, all, false, left, right);
        }

        return left;
    }

    private bool All()
    {
        var all = cursor.Take("ALL");
        if (!all)
        {
            cursor.Take("DISTINCT");
        }

        return all;
    }

    private QueryBody Term()
    {
        var around = cursor.Enter();
        var term = PlainTerm();
        cursor.Leave(around);
        return term;
    }

    private QueryBody PlainTerm()
    {
        var start = cursor.Here;
        if (cursor.TakeSymbol("("))
        {
            var query = Query();
            cursor.ExpectSymbol(")");
            cursor.Grow();
            return new ParenthesizedQuery(cursor.From(start), query);
        }

        if (cursor.IsWord("VALUES"))
        {
            return Values();
        }

        if (cursor.IsWord("TABLE") && cursor.IsName(1))
        {
            cursor.Advance();
            return AllOf(start, From.Item());
        }

        return cursor.IsWord("FROM") ? FromFirst(start) : Select(start);
    }

    /// <summary>A form that set operations take in parentheses alone.</summary>
    private QueryBody? WholeBody()
    {
        var start = cursor.Here;
        return PivotParser.StartsQuery(cursor) ? new PivotParser(cursor, this).Query(start)
            : cursor.IsWord("SUMMARIZE") || cursor.IsWord("DESCRIBE") ? new ReportParser(cursor, this).Report(start)
            : null;
    }

    /// <summary><c>VALUES (1), (2)</c> alone: in FROM, an ORDER BY after it belongs to the query around.</summary>
    public Values Values()
    {
        var start = cursor.Here;
        cursor.Expect("VALUES");
        var expression = Expressions.Expression;

        // A comma may stand after the last row.
        var rows = cursor.List(() => cursor.LooseParenthesized(expression), open: "(");
        return new Values(cursor.From(start), rows);
    }

    /// <summary>All columns of a table.</summary>
    public static Select AllOf(SourceSpan start, TableExpression table) =>
        new(start, [new SelectItem(start, Trees.Star.All(start), null)]) { From = table };

    private Select FromFirst(SourceSpan start)
    {
        cursor.Expect("FROM");
        var table = From.Tables();
        var select = cursor.IsWord("SELECT") ? SelectList(start) : AllOf(start, table);
        return Clauses(select with { From = table }, start);
    }

    private Select Select(SourceSpan start)
    {
        var select = SelectList(start);
        if (cursor.Take("FROM"))
        {
            select = select with { From = From.Tables() };
        }

        return Clauses(select, start);
    }

    private Select SelectList(SourceSpan start)
    {
        cursor.Expect("SELECT");
        var distinct = cursor.Take("DISTINCT");
        if (!distinct)
        {
            cursor.Take("ALL");
        }

        Sequence<Expression> on = distinct && cursor.Take("ON") ? cursor.Parenthesized(Expressions.Expression) : [];
        var items = new List<SelectItem>();
        do
        {
            // A comma may stand after the last item.
            if (items.Count > 0 && (cursor.IsAnyWord(ItemFollowers) || MayFollowTerm(0)) && !MinusWord.IsColumn(cursor))
            {
                break;
            }

            items.Add(Item());
        }
        while (cursor.TakeSymbol(","));
        return new Select(start, items.ToSequence()) { Distinct = distinct && on.Count == 0, DistinctOn = on };
    }

    /// <summary><c>expression [AS alias]</c>, <c>alias: expression</c></summary>
    public SelectItem Item()
    {
        var start = cursor.Here;
        if (cursor.IsName() && cursor.IsSymbol(":", 1))
        {
            var name = cursor.Name();
            cursor.ExpectSymbol(":");
            var named = Expressions.Expression();
            return new SelectItem(cursor.From(start), named, name);
        }

        var value = Expressions.Expression();
        string? alias = null;
        if (cursor.Take("AS"))
        {
            alias = cursor.NameOrText();
        }
        else if (value is not Trees.Star && cursor.IsName() && !LimitParser.IsSorting(cursor)
            && (!MinusWord.IsOperator(cursor) || MinusWord.IsColumn(cursor))
            && (cursor.Kind == SqlToken.QuotedName || !Keywords.NoBareColumnAlias.Has(cursor.Text())))
        {
            alias = cursor.Name();
        }

        return new SelectItem(cursor.From(start), value, alias);
    }

    private Select Clauses(Select select, SourceSpan start)
    {
        if (cursor.Take("WHERE"))
        {
            select = select with { Where = Expressions.Expression() };
        }

        if (cursor.TakeAll("GROUP", "BY"))
        {
            select = select with { GroupBy = new GroupingParser(cursor, this).GroupBy() };
        }

        if (cursor.Take("HAVING"))
        {
            select = select with { Having = Expressions.Expression() };
        }

        if (cursor.Take("WINDOW"))
        {
            select = select with
            {
                Windows = cursor.List(() =>
                {
                    var name = cursor.Name();
                    cursor.Expect("AS");
                    return new NamedWindow(name, Window());
                }),
            };
        }

        if (cursor.Take("QUALIFY"))
        {
            select = select with { Qualify = Expressions.Expression() };
        }

        if (cursor.TakeAll("USING", "SAMPLE"))
        {
            select = select with { Sample = new SampleParser(cursor, Expressions).Sample() };
        }

        return select with { Span = cursor.From(start) };
    }
}
