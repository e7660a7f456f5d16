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
            var right = Joined();
            left = new Join(cursor.From(start), JoinKind.Cross, left, right, null, [], false);
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
            if (cursor.Take("ON"))
            {
                on = queries.Expressions.Expression();
            }
            else if (cursor.IsWord("USING") && cursor.IsSymbol("(", 1))
            {
                cursor.Advance();
                names = cursor.Parenthesized(() => cursor.Name());
            }
            else if (!join.Natural && join.Kind is not (JoinKind.Cross or JoinKind.Positional))
            {
                throw cursor.Unexpected("ON", "USING");
            }

            left = new Join(cursor.From(start), join.Kind, left, right, on, names, join.Natural);
        }

        return left;
    }

    private (JoinKind Kind, bool Natural)? JoinWords()
    {
        var before = cursor.Index;
        var natural = cursor.Take("NATURAL");
        var asOf = cursor.Take("ASOF");
        JoinKind kind;
        if (cursor.Take("CROSS"))
        {
            kind = JoinKind.Cross;
        }
        else if (cursor.Take("POSITIONAL"))
        {
            kind = JoinKind.Positional;
        }
        else if (cursor.Take("LEFT"))
        {
            kind = cursor.Take("SEMI") ? JoinKind.Semi : cursor.Take("ANTI") ? JoinKind.Anti : JoinKind.Left;
            cursor.Take("OUTER");
        }
        else if (cursor.Take("RIGHT"))
        {
            kind = JoinKind.Right;
            cursor.Take("OUTER");
        }
        else if (cursor.Take("FULL"))
        {
            kind = JoinKind.Full;
            cursor.Take("OUTER");
        }
        else if (cursor.Take("SEMI"))
        {
            kind = JoinKind.Semi;
        }
        else if (cursor.Take("ANTI"))
        {
            kind = JoinKind.Anti;
        }
        else
        {
            kind = JoinKind.Inner;
            cursor.Take("INNER");
        }

        if (!cursor.Take("JOIN"))
        {
            return cursor.Index == before ? null : throw cursor.Unexpected();
        }

        return (asOf ? kind == JoinKind.Left ? JoinKind.AsOfLeft : JoinKind.AsOf : kind, natural);
    }

    /// <summary>One item of FROM.</summary>
    public TableExpression Item()
    {
        var start = cursor.Here;
        var lateral = cursor.Take("LATERAL");
        if (cursor.IsSymbol("("))
        {
            return Bracketed(start, lateral);
        }

        if (cursor.IsWord("VALUES") && cursor.IsSymbol("(", 1))
        {
            var query = queries.Query();
            return new DerivedTable(cursor.From(start), query, lateral, Alias(), SampleClause());
        }

        var name = cursor.QualifiedName();
        if (cursor.IsSymbol("("))
        {
            return Function(name, start, lateral);
        }

        var travel = TimeTravel();
        var alias = Alias();
        travel ??= TimeTravel();
        var sample = SampleClause();
        return new TableName(cursor.From(start), name, travel, alias, sample);
    }

    private TableExpression Bracketed(SourceSpan start, bool lateral)
    {
        if (queries.StartsQuery() && IsQueryNotJoin())
        {
            cursor.ExpectSymbol("(");
            var query = queries.Query();
            cursor.ExpectSymbol(")");
            return new DerivedTable(cursor.From(start), query, lateral, Alias(), SampleClause());
        }

        cursor.ExpectSymbol("(");
        var inner = Tables();
        cursor.ExpectSymbol(")");
        return new ParenthesizedJoin(cursor.From(start), inner, Alias());
    }

    /// <summary><c>((SELECT 1) a JOIN b …)</c> begins like a query: try it as one, and go back when it is not.</summary>
    private bool IsQueryNotJoin()
    {
        if (!cursor.IsSymbol("(", 1))
        {
            return true;
        }

        var before = cursor.Index;
        try
        {
            cursor.ExpectSymbol("(");
            queries.Query();
            return cursor.IsSymbol(")");
        }
        catch (LakeSqlException)
        {
            return false;
        }
        finally
        {
            cursor.Return(before);
        }
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
        if (cursor.IsName() && (cursor.IsSymbol("=>", 1) || cursor.IsSymbol(":=", 1) || cursor.IsSymbol("=", 1)))
        {
            var name = cursor.Name();
            cursor.Advance();
            return new FunctionArgument(name, queries.Expressions.Expression());
        }

        return new FunctionArgument(null, queries.Expressions.Expression());
    }

    private TableAlias? Alias()
    {
        string name;
        if (cursor.Take("AS"))
        {
            name = cursor.Name();
        }
        else if (cursor.IsName() && (cursor.Kind == SqlToken.QuotedName
            || !Keywords.NoBareTableAlias.Contains(cursor.Text().ToString())))
        {
            name = cursor.Name();
        }
        else
        {
            return null;
        }

        return new TableAlias(name, cursor.IsSymbol("(") ? cursor.Parenthesized(() => cursor.Name()) : []);
    }

    /// <summary><c>VERSION AS OF 3</c>, <c>TIMESTAMP AS OF '…'</c>, <c>@v3</c>, perhaps after FOR.</summary>
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
        var isVersion = cursor.IsWord("VERSION", ahead);
        if (!(isVersion || cursor.IsWord("TIMESTAMP", ahead)) || !cursor.IsWord("AS", ahead + 1)
            || !cursor.IsWord("OF", ahead + 2))
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

    private Sample? SampleClause() => cursor.Take("TABLESAMPLE") ? SampleSize() : null;

    /// <summary><c>10 PERCENT</c>, <c>10%</c>, <c>100 ROWS</c>, <c>reservoir(100 ROWS)</c>, <c>(10 PERCENT)</c>.</summary>
    public Sample SampleSize()
    {
        var start = cursor.Here;
        string? method = null;
        if (cursor.Kind == SqlToken.Word)
        {
            method = cursor.Name().ToLowerInvariant();
        }

        var open = cursor.TakeSymbol("(");
        var size = queries.Expressions.Signed();
        var percent = cursor.TakeSymbol("%") || cursor.Take("PERCENT");
        if (!percent)
        {
            cursor.Take("ROWS");
        }

        if (open)
        {
            cursor.ExpectSymbol(")");
        }

        Expression? seed = null;
        if (cursor.Take("REPEATABLE"))
        {
            cursor.ExpectSymbol("(");
            seed = queries.Expressions.Expression();
            cursor.ExpectSymbol(")");
        }

        return new Sample(cursor.From(start), size, percent, method, seed);
    }
}
