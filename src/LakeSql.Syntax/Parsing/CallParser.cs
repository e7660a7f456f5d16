using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>Function calls, plain ones and the forms with words inside the parentheses.</summary>
internal sealed class CallParser(Cursor cursor, QueryParser queries)
{
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

        if (IntervalParser.Starts(cursor))
        {
            return new IntervalParser(cursor, Expressions).Interval();
        }

        if (TypedLiteral(start) is { } literal)
        {
            return literal;
        }

        if (Keywords.BareCalls.Has(cursor.Text())
            && !cursor.IsSymbol("(", 1) && !cursor.IsSymbol(".", 1))
        {
            var word = cursor.Text().ToString();
            cursor.Advance();
            return new FunctionCall(start, new QualifiedName(start, [word.ToLowerInvariant()]), [])
            {
                IsBare = true,
            };
        }

        return cursor.IsSymbol("(", 1) || (cursor.IsWord("MAP") && cursor.IsSymbol("{", 1)) ? WithParenthesis(start)
            : null;
    }

    /// <summary><c>DATE '2024-01-01'</c>, <c>JSON '{}'</c>, <c>TIMESTAMP WITH TIME ZONE '…'</c>.</summary>
    private TypedLiteral? TypedLiteral(SourceSpan start)
    {
        var isZoned = (cursor.IsWord("TIMESTAMP") || cursor.IsWord("TIME")) && cursor.IsWord("TIME", 2)
            && (cursor.IsWord("WITH", 1) || cursor.IsWord("WITHOUT", 1)) && cursor.IsWord("ZONE", 3);
        if (cursor.KindAt(isZoned ? 4 : 1) != SqlToken.Text || !TypeParser.IsPlainName(cursor.Text()))
        {
            return null;
        }

        var type = TypeParser.Parse(cursor, TypeDialect.Engine);
        var text = cursor.StringValue();
        return new TypedLiteral(cursor.From(start), type, text);
    }

    private Expression? WithParenthesis(SourceSpan start)
    {
        var word = cursor.Text().ToString().ToUpperInvariant();
        switch (word)
        {
            case "CAST" or "TRY_CAST":
                return Cast(start, word == "TRY_CAST");
            case "EXISTS" when queries.StartsQuery(2):
                cursor.Advance();
                cursor.ExpectSymbol("(");
                var query = queries.Query();
                cursor.ExpectSymbol(")");
                return new Exists(cursor.From(start), query);
            case "ARRAY" when !queries.StartsQuery(2):
                return Array(start);
            case "ARRAY":
                cursor.Advance();
                cursor.ExpectSymbol("(");
                var items = queries.Query();
                cursor.ExpectSymbol(")");
                return FunctionCall.Of(cursor.From(start), "array", new ScalarSubquery(items.Span, items));
            case "ANY" or "SOME":
                // After a comparison they quantify, and do not come here; elsewhere they are Databricks' aggregates.
                cursor.Advance();
                return Call(new QualifiedName(start, [word.ToLowerInvariant()]), start);
            case "EXTRACT":
                return Extract(start);
            case "POSITION":
                return Position(start);
            case "SUBSTRING":
                return Substring(start);
            case "TRIM":
                return Trim(start);
            case "COLUMNS":
                return new StarParser(cursor, Expressions).Columns(false, start);
            case "ROW":
                cursor.Advance();
                var row = cursor.LooseParenthesized(Expressions.Expression);
                return new RowValue(cursor.From(start), row);
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

        var arguments = cursor.IsSymbol(")") || cursor.IsWord("ORDER") ? [] : Arguments(name);
        var orderBy = queries.OrderBy();
        var hasInput = arguments.Count + orderBy.Count > 0;
        var nulls = hasInput ? Nulls() : null;
        closing = around;
        cursor.ExpectSymbol(")");
        nulls ??= hasInput && !IsOfCallAround() ? Nulls() : null;
        var within = WithinGroup();
        var filter = Filter();
        var exportState = cursor.Take("EXPORT_STATE");
        var over = cursor.Take("OVER") ? queries.Window() : null;
        return new FunctionCall(cursor.From(start), name, arguments)
        {
            Distinct = distinct,
            OrderBy = orderBy,
            IgnoreNulls = nulls,
            WithinGroup = within,
            Filter = filter,
            ExportState = exportState,
            Over = over,
        };
    }

    private Sequence<FunctionArgument> Arguments(QualifiedName name) => cursor.List(
        new ArgumentParser(cursor, Expressions, Keywords.ArrowFunctions.Contains(name.Last)).Argument);

    private Sequence<OrderItem> WithinGroup()
    {
        if (!cursor.TakeAll("WITHIN", "GROUP"))
        {
            return [];
        }

        cursor.ExpectSymbol("(");
        var within = queries.OrderBy();
        if (within.Count == 0)
        {
            throw cursor.Unexpected();
        }

        cursor.ExpectSymbol(")");
        return within;
    }

    private Expression? Filter()
    {
        if (!cursor.IsWord("FILTER") || !cursor.IsSymbol("(", 1))
        {
            return null;
        }

        cursor.Advance();
        cursor.ExpectSymbol("(");
        cursor.Take("WHERE");
        var filter = Expressions.Expression();
        cursor.ExpectSymbol(")");
        return filter;
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

    /// <summary><c>ARRAY(1, 2)</c>, as Databricks writes <c>[1, 2]</c>.</summary>
    private ArrayLiteral Array(SourceSpan start)
    {
        cursor.Advance();
        cursor.ExpectSymbol("(");
        var items = cursor.IsSymbol(")") ? [] : cursor.List(Expressions.Expression);
        cursor.ExpectSymbol(")");
        return new ArrayLiteral(cursor.From(start), items);
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
        var part = new Literal(fieldSpan, LiteralKind.String, field.ToLowerInvariant());
        return FunctionCall.Of(cursor.From(start), "date_part", part, value);
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
            return FunctionCall.Of(cursor.From(start), "position", needle, second);
        }

        cursor.Expect("IN");
        var text = Expressions.Expression();
        cursor.ExpectSymbol(")");
        return FunctionCall.Of(cursor.From(start), "strpos", text, needle);
    }

    private FunctionCall Substring(SourceSpan start)
    {
        cursor.Advance();
        cursor.ExpectSymbol("(");
        var arguments = new List<Expression> { Expressions.Expression() };
        var one = new Literal(cursor.Here, LiteralKind.Number, "1");
        if (cursor.Take("FOR"))
        {
            arguments.AddRange([one, Expressions.Expression()]);
        }
        else if (cursor.Take("FROM"))
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
        return FunctionCall.Of(cursor.From(start), "substring", [.. arguments]);
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
        return FunctionCall.Of(cursor.From(start), function, [.. arguments]);
    }

    private MapLiteral Map(SourceSpan start)
    {
        cursor.Advance();
        cursor.ExpectSymbol("{");
        Sequence<MapEntry> entries = cursor.IsSymbol("}") ? [] : cursor.List(
            () =>
            {
                var key = Expressions.Expression();
                cursor.ExpectSymbol(":");
                return new MapEntry(key, Expressions.Expression());
            },
            "}");
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
}
