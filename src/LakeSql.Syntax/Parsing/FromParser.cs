using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>FROM: tables, subqueries, table functions and their joins.</summary>
internal sealed class FromParser(Cursor cursor, QueryParser queries)
{
    /// <summary>The whole of FROM; commas are cross joins.</summary>
    public TableExpression Tables()
    {
        var start = cursor.Here;
        var left = Joined();
        while (cursor.TakeSymbol(","))
        {
            // A comma may stand after the last table.
            if (!cursor.IsName() && !cursor.IsSymbol("(") && !cursor.IsWord("VALUES") && cursor.Kind != SqlToken.Text)
            {
                break;
            }

            var right = Joined();
            cursor.GrowLink();
            left = new Join(cursor.From(start), JoinKind.Cross, left, right, null, [], false);
        }

        while (cursor.TakeAll("LATERAL", "VIEW"))
        {
            left = new PivotParser(cursor, queries).LateralView(left, start);
            cursor.Grow();
        }

        return left;
    }

    private TableExpression Joined()
    {
        var start = cursor.Here;
        var left = Item();
        while (JoinWords() is { } join)
        {
            var right = Item();
            Expression? on = null;
            Sequence<string> names = [];
            if (join.Natural || join.Kind is JoinKind.Cross or JoinKind.Positional)
            {
                // These say themselves which rows belong together.
            }
            else if (cursor.Take("ON"))
            {
                on = queries.Expressions.Expression();
            }
            else if (cursor.IsWord("USING") && cursor.IsSymbol("(", 1))
            {
                cursor.Advance();
                names = cursor.Parenthesized(() => cursor.Name());
            }
            else
            {
                throw cursor.Unexpected("ON", "USING");
            }

            cursor.GrowLink();
            left = new Join(cursor.From(start), join.Kind, left, right, on, names, join.Natural);
        }

        return left;
    }

    private (JoinKind Kind, bool Natural)? JoinWords()
    {
        var before = cursor.Index;
        var natural = cursor.Take("NATURAL");
        JoinKind kind;
        if (!natural && cursor.Take("ASOF"))
        {
            kind = cursor.Take("LEFT") ? JoinKind.AsOfLeft
                : cursor.Take("RIGHT") ? JoinKind.AsOfRight
                : cursor.Take("FULL") ? JoinKind.AsOfFull
                : cursor.Take("SEMI") ? JoinKind.AsOfSemi
                : cursor.Take("ANTI") ? JoinKind.AsOfAnti
                : JoinKind.AsOf;
            _ = kind switch
            {
                JoinKind.AsOf => cursor.Take("INNER"),
                JoinKind.AsOfLeft or JoinKind.AsOfRight or JoinKind.AsOfFull => cursor.Take("OUTER"),
                _ => false,
            };
        }
        else if (!natural && cursor.Take("CROSS"))
        {
            kind = JoinKind.Cross;
        }
        else if (!natural && cursor.Take("POSITIONAL"))
        {
            kind = JoinKind.Positional;
        }
        else
        {
            kind = MatchingKind();
        }

        return cursor.Take("JOIN") ? (kind, natural) : cursor.Index == before ? null : throw cursor.Unexpected();
    }

    /// <summary>The kinds that match rows by a condition: <c>[INNER]</c>, <c>LEFT [OUTER]</c>.</summary>
    private JoinKind MatchingKind()
    {
        if (cursor.Take("SEMI"))
        {
            return JoinKind.Semi;
        }

        if (cursor.Take("ANTI"))
        {
            return JoinKind.Anti;
        }

        if (cursor.Take("LEFT"))
        {
            return cursor.Take("SEMI") ? JoinKind.Semi : cursor.Take("ANTI") ? JoinKind.Anti : Outer(JoinKind.Left);
        }

        if (cursor.Take("RIGHT"))
        {
            return Outer(JoinKind.Right);
        }

        if (cursor.Take("FULL"))
        {
            return Outer(JoinKind.Full);
        }

        cursor.Take("INNER");
        return JoinKind.Inner;
    }

    private JoinKind Outer(JoinKind kind)
    {
        cursor.Take("OUTER");
        return kind;
    }

    /// <summary>One item of FROM, perhaps pivoted.</summary>
    public TableExpression Item()
    {
        var around = cursor.Enter();
        var start = cursor.Here;
        var item = new PivotParser(cursor, queries).Pivots(PlainItem(), start);
        cursor.Leave(around);
        return item;
    }

    private TableExpression PlainItem()
    {
        if (cursor.IsName() && cursor.IsSymbol(":", 1))
        {
            return Prefixed();
        }

        var start = cursor.Here;
        var lateral = cursor.Take("LATERAL");
        if (cursor.IsSymbol("("))
        {
            return Bracketed(start, lateral);
        }

        if (!lateral && cursor.IsWord("VALUES") && cursor.IsSymbol("(", 1))
        {
            var values = queries.Values();
            return new DerivedTable(cursor.From(start), new Query(values.Span, values), false, Alias(), SampleClause());
        }

        if (!lateral && cursor.Kind == SqlToken.Text)
        {
            return Path(start);
        }

        var name = cursor.QualifiedName();
        if (cursor.IsSymbol("("))
        {
            return Function(name, start, lateral);
        }

        if (lateral)
        {
            throw cursor.Unexpected("(");
        }

        var travel = TimeTravel();
        var alias = Alias();
        travel ??= TimeTravel();
        var sample = SampleClause();
        return new TableName(cursor.From(start), name, travel, alias, sample);
    }

    /// <summary><c>alias: table</c></summary>
    private TableExpression Prefixed()
    {
        var alias = new TableAlias(cursor.Name(), []);
        cursor.ExpectSymbol(":");
        var start = cursor.Here;
        return PlainItem() switch
        {
            TableName { Alias: null } t => t with { Alias = alias },
            DerivedTable { Alias: null } d => d with { Alias = alias },
            TableFunction { Alias: null } f => f with { Alias = alias },
            Join j => new ParenthesizedJoin(cursor.From(start), j, alias),
            _ => throw ErrorCode.SyntaxError.Error("a table has one alias", cursor.From(start)),
        };
    }

    /// <summary><c>FROM '/Volumes/main/sales/raw/a.csv'</c>: the file's rows.</summary>
    private TableFunction Path(SourceSpan start)
    {
        var path = new Literal(start, LiteralKind.String, cursor.StringValue());
        return new TableFunction(
            start, new QualifiedName(start, ["read_files"]), [new FunctionArgument(null, path)], false, false, Alias(),
            SampleClause());
    }

    private TableExpression Bracketed(SourceSpan start, bool lateral)
    {
        cursor.ExpectSymbol("(");
        if (lateral || queries.StartsQuery())
        {
            var query = queries.Query();
            cursor.ExpectSymbol(")");
            cursor.Grow();
            return new DerivedTable(cursor.From(start), query, lateral, Alias(), SampleClause());
        }

        var inner = Tables();
        cursor.ExpectSymbol(")");
        cursor.Grow();

        // Without an alias the parentheses only group, which the shape of the tree says already.
        return Alias() is { } alias ? new ParenthesizedJoin(cursor.From(start), inner, alias) : inner;
    }

    private TableFunction Function(QualifiedName name, SourceSpan start, bool lateral)
    {
        cursor.ExpectSymbol("(");
        Sequence<FunctionArgument> arguments = cursor.IsSymbol(")") ? [] : cursor.List(Argument);
        cursor.ExpectSymbol(")");
        var ordinality = cursor.TakeAll("WITH", "ORDINALITY");
        var alias = Alias();
        var sample = SampleClause();
        return new TableFunction(cursor.From(start), name, arguments, lateral, ordinality, alias, sample);
    }

    private FunctionArgument Argument()
    {
        // x = ANY (…) compares, as no value begins with a reserved word such as ANY.
        var isNamed = cursor.IsSymbol("=>", 1) || cursor.IsSymbol(":=", 1) || (cursor.IsSymbol("=", 1)
            && !(cursor.IsWord("ANY", 2) || cursor.IsWord("ALL", 2) || cursor.IsWord("SOME", 2)));
        if (cursor.IsName() && isNamed)
        {
            var name = cursor.Name();
            cursor.Advance();
            return new FunctionArgument(name, queries.Expressions.Expression());
        }

        return new FunctionArgument(null, queries.Expressions.Expression());
    }

    /// <summary><c>[AS] name [(columns)]</c>; names may be strings here.</summary>
    public TableAlias? Alias()
    {
        string name;
        if (cursor.Take("AS"))
        {
            name = cursor.Kind == SqlToken.Text ? cursor.NameOrText() : cursor.Name();
        }
        else if (IsBareAlias())
        {
            name = cursor.Name();
        }
        else
        {
            return null;
        }

        return new TableAlias(name, cursor.IsSymbol("(") ? cursor.LooseParenthesized(ColumnAlias) : []);
    }

    /// <summary>True at a name that is no word of what may follow a table.</summary>
    public bool IsBareAlias() => cursor.IsName() && (cursor.Kind == SqlToken.QuotedName
        || !(Keywords.NoBareTableAlias.Has(cursor.Text()) || LimitParser.IsSorting(cursor)
            || MinusWord.IsOperator(cursor)));

    private string ColumnAlias() => cursor.Kind == SqlToken.Text ? cursor.NameOrText() : cursor.Name();

    /// <summary>
    /// <c>VERSION AS OF 3</c>, <c>TIMESTAMP AS OF '…'</c>, <c>@v3</c>; <c>SYSTEM_VERSION</c> and <c>SYSTEM_TIME</c> are
    /// other words for these. FOR may stand before them.
    /// </summary>
    public TimeTravel? TimeTravel()
    {
        var start = cursor.Here;
        if (cursor.IsSymbol("@") && cursor.KindAt(1) == SqlToken.Word)
        {
            cursor.Advance();
            var word = cursor.Text();
            if (word[0] is not ('v' or 'V') || !long.TryParse(word[1..], out _))
            {
                throw cursor.Unexpected("a version such as @v3");
            }

            var version = new Literal(cursor.Here, LiteralKind.Number, word[1..].ToString());
            cursor.Advance();
            return new TimeTravel(cursor.From(start), true, version);
        }

        var ahead = cursor.IsWord("FOR") ? 1 : 0;
        var isVersion = cursor.IsWord("VERSION", ahead) || cursor.IsWord("SYSTEM_VERSION", ahead);
        if (!(isVersion || cursor.IsWord("TIMESTAMP", ahead) || cursor.IsWord("SYSTEM_TIME", ahead))
            || !cursor.IsWord("AS", ahead + 1) || !cursor.IsWord("OF", ahead + 2))
        {
            return null;
        }

        for (var i = 0; i < ahead + 3; i++)
        {
            cursor.Advance();
        }

        var value = queries.Expressions.BeforeIn();
        return new TimeTravel(cursor.From(start), isVersion, value);
    }

    private Sample? SampleClause() =>
        cursor.Take("TABLESAMPLE") ? new SampleParser(cursor, queries.Expressions).Sample() : null;
}
