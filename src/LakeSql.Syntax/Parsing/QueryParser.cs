using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>Queries: WITH, SELECT, FROM first, VALUES, set operations, ORDER BY, LIMIT.</summary>
internal sealed class QueryParser
{
    private readonly Cursor cursor;
    private readonly FromParser from;

    public QueryParser(Cursor cursor)
    {
        this.cursor = cursor;
        Expressions = new ExpressionParser(cursor, this);
        from = new FromParser(cursor, this);
    }

    public ExpressionParser Expressions { get; }

    /// <summary>True within the arguments of a call, where <c>x -&gt; y</c> is a lambda.</summary>
    public bool InArguments { get; private set; }

    public T WithinArguments<T>(Func<T> parse)
    {
        var before = InArguments;
        InArguments = true;
        var result = parse();
        InArguments = before;
        return result;
    }

    public bool StartsQuery()
    {
        var ahead = 0;
        while (cursor.IsSymbol("(", ahead))
        {
            ahead++;
        }

        return cursor.IsWord("SELECT", ahead) || cursor.IsWord("WITH", ahead) || cursor.IsWord("FROM", ahead)
            || (cursor.IsWord("VALUES", ahead) && cursor.IsSymbol("(", ahead + 1));
    }

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

    /// <summary><c>*</c> with what may follow it.</summary>
    public Star Star(QualifiedName? qualifier, SourceSpan start)
    {
        cursor.ExpectSymbol("*");
        Sequence<string> exclude = [];
        Sequence<SelectItem> replace = [];
        Sequence<StarRename> rename = [];
        if (cursor.IsWord("EXCLUDE") || (cursor.IsWord("EXCEPT") && cursor.IsSymbol("(", 1) && !cursor.IsWord("SELECT", 2)))
        {
            cursor.Advance();
            exclude = cursor.IsSymbol("(") ? cursor.Parenthesized(() => cursor.Name()) : [cursor.Name()];
        }

        if (cursor.IsWord("REPLACE") && cursor.IsSymbol("(", 1))
        {
            cursor.Advance();
            replace = cursor.Parenthesized(() =>
            {
                var item = cursor.Here;
                var value = Expressions.Expression();
                cursor.Expect("AS");
                return new SelectItem(cursor.From(item), value, cursor.Name());
            });
        }

        if (cursor.IsWord("RENAME") && cursor.IsSymbol("(", 1))
        {
            cursor.Advance();
            rename = cursor.Parenthesized(() =>
            {
                var old = cursor.Name();
                cursor.Expect("AS");
                return new StarRename(old, cursor.Name());
            });
        }

        return new Star(cursor.From(start), qualifier, exclude, replace, rename);
    }

    public WindowSpecification Window() => new WindowParser(cursor, this).Window();

    private Query QueryBody()
    {
        var start = cursor.Here;
        var with = cursor.IsWord("WITH") ? With() : null;
        var body = SetOperation();
        var query = new Query(start, body) { With = with };
        if (cursor.TakeAll("ORDER", "BY"))
        {
            query = cursor.IsWord("ALL") ? OrderByAll(query)
                : query with { OrderBy = cursor.List(() => OrderItem(Expressions.Expression)) };
        }

        query = Limits(query);

        // ((SELECT …)) is the inner query itself when nothing follows it.
        return query is { With: null, OrderBy.Count: 0, Limit: null, Offset: null, Body: ParenthesizedQuery inner }
            ? inner.Query
            : query with { Span = cursor.From(start) };
    }

    private Query OrderByAll(Query query)
    {
        var item = OrderItem(() =>
        {
            var span = cursor.Here;
            cursor.Expect("ALL");
            return new Star(span, null, [], [], []);
        });
        return query with { OrderByAll = true, OrderBy = [item] };
    }

    private Query Limits(Query query)
    {
        while (true)
        {
            if (query.Limit is null && cursor.Take("LIMIT"))
            {
                if (cursor.Take("ALL"))
                {
                    continue;
                }

                var limit = Expressions.Expression();
                query = query with { Limit = limit, LimitIsPercent = cursor.Take("PERCENT") || TakePercentSign() };
            }
            else if (query.Offset is null && cursor.Take("OFFSET"))
            {
                query = query with { Offset = Expressions.Expression() };
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

    private bool TakePercentSign() => cursor.TakeSymbol("%");

    private Expression Fetch()
    {
        cursor.Expect("FETCH");
        if (!cursor.Take("FIRST") && !cursor.Take("NEXT"))
        {
            throw cursor.Unexpected();
        }

        var limit = cursor.IsWord("ROW") || cursor.IsWord("ROWS")
            ? new Literal(cursor.Here, LiteralKind.Number, "1") : Expressions.Expression();
        if (!cursor.Take("ROW") && !cursor.Take("ROWS"))
        {
            throw cursor.Unexpected();
        }

        cursor.Expect("ONLY");
        return limit;
    }

    private With With()
    {
        var start = cursor.Here;
        cursor.Expect("WITH");
        var recursive = cursor.Take("RECURSIVE");
        var tables = cursor.List(() =>
        {
            var tableStart = cursor.Here;
            var name = cursor.Name();
            Sequence<string> columns = cursor.IsSymbol("(") ? cursor.Parenthesized(() => cursor.Name()) : [];
            cursor.Expect("AS");
            bool? materialized = cursor.TakeAll("NOT", "MATERIALIZED") ? false : cursor.Take("MATERIALIZED") ? true : null;
            cursor.ExpectSymbol("(");
            var query = Query();
            cursor.ExpectSymbol(")");
            return new CommonTableExpression(cursor.From(tableStart), name, columns, materialized, query);
        });
        return new With(cursor.From(start), recursive, tables);
    }

    private QueryBody SetOperation()
    {
        var start = cursor.Here;
        var left = Intersection();
        while (cursor.IsWord("UNION") || cursor.IsWord("EXCEPT"))
        {
            var op = cursor.Take("UNION") ? SetOperator.Union : SetOperator.Except;
            if (op == SetOperator.Except)
            {
                cursor.Advance();
            }

            var (all, byName) = SetModifiers();
            var right = Intersection();
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
            var (all, byName) = SetModifiers();
            var right = Term();
            left = new SetOperation(cursor.From(start), SetOperator.Intersect, all, byName, left, right);
        }

        return left;
    }

    private (bool All, bool ByName) SetModifiers()
    {
        var all = cursor.Take("ALL");
        if (!all)
        {
            cursor.Take("DISTINCT");
        }

        return (all, cursor.TakeAll("BY", "NAME"));
    }

    private QueryBody Term()
    {
        var start = cursor.Here;
        if (cursor.TakeSymbol("("))
        {
            var query = Query();
            cursor.ExpectSymbol(")");
            return new ParenthesizedQuery(cursor.From(start), query);
        }

        if (cursor.Take("VALUES"))
        {
            var rows = cursor.List(() => cursor.Parenthesized(Expressions.Expression));
            return new Values(cursor.From(start), rows);
        }

        if (cursor.IsWord("TABLE") && cursor.IsName(1))
        {
            cursor.Advance();
            return AllOf(start, from.Item());
        }

        return cursor.IsWord("FROM") ? FromFirst(start) : Select(start);
    }

    private static Select AllOf(SourceSpan start, TableExpression table) =>
        new(start, [new SelectItem(start, new Star(start, null, [], [], []), null)]) { From = table };

    private Select FromFirst(SourceSpan start)
    {
        cursor.Expect("FROM");
        var table = from.Tables();
        var select = cursor.IsWord("SELECT") ? SelectList(start) : AllOf(start, table);
        return Clauses(select with { From = table }, start);
    }

    private Select Select(SourceSpan start)
    {
        var select = SelectList(start);
        if (cursor.Take("FROM"))
        {
            select = select with { From = from.Tables() };
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
            if (items.Count > 0 && (cursor.IsWord("FROM") || cursor.AtEnd))
            {
                break;
            }

            items.Add(Item());
        }
        while (cursor.TakeSymbol(","));
        return new Select(start, items.ToSequence()) { Distinct = distinct && on.Count == 0, DistinctOn = on };
    }

    private SelectItem Item()
    {
        var start = cursor.Here;
        var value = Expressions.Expression();
        string? alias = null;
        if (cursor.Take("AS"))
        {
            alias = cursor.Kind == SqlToken.Text ? cursor.StringValue() : cursor.Name(afterDot: true);
        }
        else if (value is not Trees.Star && cursor.IsName()
            && (cursor.Kind == SqlToken.QuotedName || !Keywords.NoBareColumnAlias.Contains(cursor.Text().ToString())))
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
            select = select with { Sample = from.SampleSize() };
        }

        return select with { Span = cursor.From(start) };
    }
}
