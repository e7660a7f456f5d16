using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>Function calls, plain ones and the forms with words inside the parentheses.</summary>
internal sealed class CallParser(Cursor cursor, QueryParser queries)
{
    private static readonly string[] TypedLiterals = ["DATE", "TIMESTAMP", "TIME", "TIMESTAMPTZ", "TIMESTAMP_NTZ"];

    /// <summary>Where the parenthesis of the call around closes.</summary>
    private int closing = -1;

    private ExpressionParser Expressions => queries.Expressions;

    /// <summary>A form that begins with a certain word, or null.</summary>
    public Expression? Special()
    {
        var start = cursor.Here;
        if (cursor.IsWord("CASE"))
        {
            return Case(start);
        }

        if (cursor.IsWord("INTERVAL") && !cursor.IsSymbol("(", 1) ? cursor.KindAt(1) is not null
            && !cursor.IsSymbol(",", 1)
            && !cursor.IsSymbol(".", 1) && IsIntervalValue() : cursor.IsWord("INTERVAL") && cursor.IsSymbol("(", 1))
        {
            return Interval(start);
        }

        if (cursor.KindAt(1) == SqlToken.Text && TypedLiterals.FirstOrDefault(t => cursor.IsWord(t)) is { } type)
        {
            cursor.Advance();
            var dataType = SqlParser.ParseEngineType(type);
            return new TypedLiteral(start, dataType, cursor.StringValue()) { Span = cursor.From(start) };
        }

        if (Keywords.BareCalls.Has(cursor.Text())
            && !cursor.IsSymbol("(", 1) && !cursor.IsSymbol(".", 1))
        {
            var word = cursor.Text().ToString();
            cursor.Advance();
            return new FunctionCall(start, new QualifiedName(start, [word.ToLowerInvariant()]), []);
        }

        return cursor.IsSymbol("(", 1) || (cursor.IsWord("MAP") && cursor.IsSymbol("{", 1)) ? WithParenthesis(start)
            : null;
    }

    private bool IsIntervalValue() => cursor.KindAt(1) is SqlToken.Number or SqlToken.Text or SqlToken.Parameter
        || cursor.IsSymbol("-", 1);

    private Expression? WithParenthesis(SourceSpan start)
    {
        var word = cursor.Text().ToString().ToUpperInvariant();
        switch (word)
        {
            case "CAST" or "TRY_CAST":
                return Cast(start, word == "TRY_CAST");
            case "EXISTS":
                cursor.Advance();
                cursor.ExpectSymbol("(");
                var query = queries.Query();
                cursor.ExpectSymbol(")");
                return new Exists(cursor.From(start), query);
            case "ARRAY":
                cursor.Advance();
                cursor.ExpectSymbol("(");
                var items = queries.Query();
                cursor.ExpectSymbol(")");
                return new FunctionCall(
                    cursor.From(start), QualifiedName.Of("array"),
                    [new FunctionArgument(null, new ScalarSubquery(items.Span, items))]);
            case "EXTRACT":
                return Extract(start);
            case "POSITION":
                return Position(start);
            case "SUBSTRING":
                return Substring(start);
            case "TRIM":
                return Trim(start);
            case "ROW":
                cursor.Advance();
                return new RowValue(start, cursor.Parenthesized(Expressions.Expression));
            case "MAP" when cursor.IsSymbol("{", 1):
                return Map(start);
            case "PREDICT":
                return Predict(start);
            default:
                return null;
        }
    }

    /// <summary>A plain call, from its opening parenthesis.</summary>
    public FunctionCall Call(QualifiedName name, SourceSpan start)
    {
        var around = closing;
        closing = cursor.Index + cursor.AfterParenthesis(0) - 1;
        cursor.ExpectSymbol("(");
        var distinct = cursor.Take("DISTINCT");
        if (!distinct)
        {
            cursor.Take("ALL");
        }

        var arguments = cursor.IsSymbol(")") || cursor.IsWord("ORDER")
            ? [] : cursor.List(new ArgumentParser(cursor, queries).Argument);
        var orderBy = queries.OrderBy();
        var hasInput = arguments.Count + orderBy.Count > 0;
        var nulls = hasInput ? Nulls() : null;
        closing = around;
        cursor.ExpectSymbol(")");
        nulls ??= hasInput && !IsOfCallAround() ? Nulls() : null;
        Sequence<OrderItem> within = [];
        if (cursor.TakeAll("WITHIN", "GROUP"))
        {
            cursor.ExpectSymbol("(");
            within = queries.OrderBy();
            if (within.Count == 0)
            {
                throw cursor.Unexpected();
            }

            cursor.ExpectSymbol(")");
        }

        Expression? filter = null;
        if (cursor.IsWord("FILTER") && cursor.IsSymbol("(", 1))
        {
            cursor.Advance();
            cursor.ExpectSymbol("(");
            cursor.Take("WHERE");
            filter = Expressions.Expression();
            cursor.ExpectSymbol(")");
        }

        var over = cursor.Take("OVER") ? queries.Window() : null;
        return new FunctionCall(cursor.From(start), name, arguments)
        {
            Distinct = distinct, OrderBy = orderBy, IgnoreNulls = nulls, WithinGroup = within, Filter = filter,
                Over = over,
        };
    }

    /// <summary>
    /// In <c>first(lower(x) IGNORE NULLS)</c> the words belong to first, as they end its arguments. In
    /// <c>first(lower(x) IGNORE NULLS) IGNORE NULLS</c> it has its own.
    /// </summary>
    private bool IsOfCallAround() => cursor.IsWord("NULLS", 1) && cursor.Index + 2 == closing
        && !(cursor.IsWord("NULLS", 4) && (cursor.IsWord("IGNORE", 3) || cursor.IsWord("RESPECT", 3)));

    private bool? Nulls() => cursor.TakeAll("IGNORE", "NULLS") ? true : cursor.TakeAll("RESPECT", "NULLS") ? false
        : null;

    private Case Case(SourceSpan start)
    {
        cursor.Expect("CASE");
        var operand = cursor.IsWord("WHEN") ? null : Expressions.Expression();
        var whens = new List<CaseWhen>();
        while (cursor.Take("WHEN"))
        {
            var when = Expressions.Expression();
            cursor.Expect("THEN");
            whens.Add(new CaseWhen(when, Expressions.Expression()));
        }

        if (whens.Count == 0)
        {
            throw cursor.Unexpected("WHEN");
        }

        var otherwise = cursor.Take("ELSE") ? Expressions.Expression() : null;
        cursor.Expect("END");
        return new Case(cursor.From(start), operand, whens.ToSequence(), otherwise);
    }

    private IntervalLiteral Interval(SourceSpan start)
    {
        cursor.Expect("INTERVAL");
        Expression value;
        if (cursor.TakeSymbol("("))
        {
            value = Expressions.Expression();
            cursor.ExpectSymbol(")");
        }
        else
        {
            value = Expressions.Signed();
        }

        string? unit = null;
        if (cursor.Kind == SqlToken.Word && Units.IsUnit(cursor.Text()))
        {
            unit = Units.Canonical(cursor.Text());
            cursor.Advance();
        }

        return new IntervalLiteral(cursor.From(start), value, unit);
    }

    private Cast Cast(SourceSpan start, bool isTry)
    {
        cursor.Advance();
        cursor.ExpectSymbol("(");
        var operand = Expressions.Expression();
        cursor.Expect("AS");
        var type = TypeParser.Parse(cursor, TypeDialect.Engine);
        cursor.ExpectSymbol(")");
        return new Cast(cursor.From(start), operand, type, isTry);
    }

    private FunctionCall Extract(SourceSpan start)
    {
        cursor.Advance();
        cursor.ExpectSymbol("(");
        var fieldSpan = cursor.Here;
        var field = cursor.Kind == SqlToken.Text ? cursor.StringValue() : cursor.Name(afterDot: true);
        cursor.Expect("FROM");
        var value = Expressions.Expression();
        cursor.ExpectSymbol(")");
        return Plain(start, "date_part", new Literal(fieldSpan, LiteralKind.String, field.ToLowerInvariant()), value);
    }

    private FunctionCall Position(SourceSpan start)
    {
        cursor.Advance();
        cursor.ExpectSymbol("(");
        var needle = Expressions.BeforeIn();
        if (cursor.TakeSymbol(","))
        {
            var second = Expressions.Expression();
            cursor.ExpectSymbol(")");
            return Plain(start, "position", needle, second);
        }

        cursor.Expect("IN");
        var text = Expressions.Expression();
        cursor.ExpectSymbol(")");
        return Plain(start, "strpos", text, needle);
    }

    private FunctionCall Substring(SourceSpan start)
    {
        cursor.Advance();
        cursor.ExpectSymbol("(");
        var arguments = new List<Expression> { Expressions.Expression() };
        if (cursor.Take("FROM"))
        {
            arguments.Add(Expressions.Expression());
            if (cursor.Take("FOR"))
            {
                arguments.Add(Expressions.Expression());
            }
        }
        else
        {
            while (cursor.TakeSymbol(","))
            {
                arguments.Add(Expressions.Expression());
            }
        }

        cursor.ExpectSymbol(")");
        return Plain(start, "substring", [.. arguments]);
    }

    private FunctionCall Trim(SourceSpan start)
    {
        cursor.Advance();
        cursor.ExpectSymbol("(");
        var function = cursor.Take("LEADING") ? "ltrim" : cursor.Take("TRAILING") ? "rtrim" : "trim";
        if (function == "trim")
        {
            cursor.Take("BOTH");
        }

        var arguments = new List<Expression>();
        if (!cursor.Take("FROM"))
        {
            arguments.Add(Expressions.Expression());
            if (cursor.Take("FROM"))
            {
                arguments.Insert(0, Expressions.Expression());
            }
            else if (cursor.TakeSymbol(","))
            {
                arguments.Add(Expressions.Expression());
            }
        }
        else
        {
            arguments.Add(Expressions.Expression());
        }

        cursor.ExpectSymbol(")");
        return Plain(start, function, [.. arguments]);
    }

    private MapLiteral Map(SourceSpan start)
    {
        cursor.Advance();
        cursor.ExpectSymbol("{");
        var entries = cursor.IsSymbol("}") ? [] : cursor.List(() =>
        {
            var key = Expressions.Expression();
            cursor.ExpectSymbol(":");
            return new MapEntry(key, Expressions.Expression());
        });
        cursor.ExpectSymbol("}");
        return new MapLiteral(cursor.From(start), entries);
    }

    private Predict Predict(SourceSpan start)
    {
        cursor.Advance();
        cursor.ExpectSymbol("(");
        var modelStart = cursor.Here;
        var name = cursor.QualifiedName();
        int? version = cursor.Take("VERSION") ? cursor.WholeNumber() : null;
        var alias = version is null && cursor.TakeSymbol("@") ? cursor.Name() : null;
        var model = new ModelReference(cursor.From(modelStart), name, version, alias);
        var arguments = new List<Expression>();
        while (cursor.TakeSymbol(","))
        {
            arguments.Add(Expressions.Expression());
        }

        cursor.ExpectSymbol(")");
        return new Predict(cursor.From(start), model, arguments.ToSequence());
    }

    private FunctionCall Plain(SourceSpan start, string name, params Expression[] arguments) => new(
        cursor.From(start), QualifiedName.Of(name), arguments.Select(a => new FunctionArgument(null, a)).ToSequence());
}
