using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>Operands: constants, names, calls, brackets, and what is written directly after them.</summary>
internal sealed class PrimaryParser(Cursor cursor, QueryParser queries)
{
    private readonly CallParser calls = new(cursor, queries);

    public Expression WithPostfix()
    {
        var start = cursor.Here;
        var isBracketed = cursor.IsSymbol("(");
        var operand = Primary();
        if (!isBracketed && operand is not (Literal or ColumnReference or Trees.Parameter))
        {
            cursor.Grow();
        }

        while (true)
        {
            if (cursor.TakeSymbol("::"))
            {
                var type = TypeParser.Parse(cursor, TypeDialect.Engine);
                operand = new Cast(cursor.From(start), operand, type, false);
            }
            else if (cursor.TakeSymbol("["))
            {
                operand = Bracket(operand, start);
            }
            else if (cursor.IsSymbol(".") && operand is not Star)
            {
                cursor.Advance();
                operand = AfterDot(operand, start);
            }
            else
            {
                return operand;
            }

            cursor.Grow();
        }
    }

    /// <summary>A field, or a call whose first argument stands before the dot: <c>(x).f(y)</c>.</summary>
    private Expression AfterDot(Expression operand, SourceSpan start)
    {
        var nameStart = cursor.Here;
        var name = cursor.Name(afterDot: true);
        if (!cursor.IsSymbol("("))
        {
            return new FieldAccess(cursor.From(start), operand, name);
        }

        var call = calls.Call(new QualifiedName(cursor.From(nameStart), [name]), start);
        return call with { Arguments = [new FunctionArgument(null, operand), .. call.Arguments] };
    }

    private Expression Bracket(Expression operand, SourceSpan start)
    {
        var from = cursor.IsSymbol(":") ? null : queries.Expressions.Expression();
        if (!cursor.TakeSymbol(":"))
        {
            cursor.ExpectSymbol("]");
            return new Subscript(cursor.From(start), operand, from!);
        }

        var to = cursor.IsSymbol("]") || cursor.IsSymbol(":") ? null
            : cursor.IsSymbol("-") && (cursor.IsSymbol(":", 1) || cursor.IsSymbol("]", 1)) ? Open()
            : queries.Expressions.Expression();
        var step = cursor.TakeSymbol(":") ? queries.Expressions.Expression() : null;
        cursor.ExpectSymbol("]");
        return new Slice(cursor.From(start), operand, from, to, step);
    }

    private Expression? Open()
    {
        cursor.Advance();
        return null;
    }

    private Expression Primary()
    {
        var start = cursor.Here;
        switch (cursor.Kind)
        {
            case SqlToken.Number:
                var number = NumberText.Canonical(cursor.Text());
                cursor.Advance();
                return new Literal(start, LiteralKind.Number, number);
            case SqlToken.Text:
                return new Literal(start, LiteralKind.String, cursor.StringValue());
            case SqlToken.Hex:
                return Hex();
            case SqlToken.Parameter:
                return Parameter();
            case SqlToken.QuotedName:
                return NameOrCall();
            case SqlToken.Word:
                return Word();
            case SqlToken.Symbol when cursor.IsSymbol("("):
                return Parenthesis();
            case SqlToken.Symbol when cursor.IsSymbol("["):
                return Array(start);
            case SqlToken.Symbol when cursor.IsSymbol("{"):
                return Struct(start);
            case SqlToken.Symbol when cursor.IsSymbol("*") && StarParser.IsColumns(cursor, 1):
                cursor.Advance();
                return new StarParser(cursor, queries.Expressions).Columns(true, start);
            case SqlToken.Symbol when cursor.IsSymbol("*"):
                return queries.Star(null, start);
            case SqlToken.Symbol when cursor.IsSymbol("#") && cursor.KindAt(1) == SqlToken.Number:
                cursor.Advance();
                var position = cursor.WholeNumber();
                return new PositionalReference(cursor.From(start), position);
            default:
                throw cursor.Unexpected("an expression");
        }
    }

    private Literal Hex()
    {
        var span = cursor.Here;
        var digits = cursor.Text()[2..^1].ToString();
        if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
        {
            throw ErrorCode.InvalidLiteral.Error($"X'{digits}' is not a sequence of hexadecimal bytes", span);
        }

        cursor.Advance();
        return new Literal(span, LiteralKind.Binary, digits);
    }

    private Parameter Parameter()
    {
        var span = cursor.Here;
        var text = cursor.Text().ToString();
        cursor.Advance();
        return text == "?" ? new Parameter(span, null, cursor.NextQuestionMark())
            : int.TryParse(text.AsSpan(1), out var place) && place > 0 ? new Parameter(span, null, place)
            : new Parameter(span, text[1..], 0);
    }

    private Expression Word()
    {
        var start = cursor.Here;
        if (calls.Special() is { } special)
        {
            return special;
        }

        if (cursor.Take("NULL"))
        {
            return new Literal(start, LiteralKind.Null, "NULL");
        }

        if (cursor.Take("TRUE"))
        {
            return new Literal(start, LiteralKind.Boolean, "true");
        }

        if (cursor.Take("FALSE"))
        {
            return new Literal(start, LiteralKind.Boolean, "false");
        }

        return cursor.IsWord("ARRAY") && cursor.IsSymbol("[", 1) ? ArrayWord(start) : NameOrCall();
    }

    private Expression ArrayWord(SourceSpan start)
    {
        cursor.Advance();
        return Array(start);
    }

    private Expression NameOrCall()
    {
        var start = cursor.Here;
        if (!cursor.IsName())
        {
            throw cursor.Unexpected("an expression");
        }

        var first = cursor.Name(afterDot: true);
        if (!cursor.IsSymbol("."))
        {
            return cursor.IsSymbol("(") ? calls.Call(new QualifiedName(cursor.From(start), [first]), start)
                : new ColumnReference(cursor.From(start), [first]);
        }

        var parts = new List<string> { first };
        while (cursor.IsSymbol(".") && !cursor.IsSymbol("*", 1))
        {
            cursor.Advance();
            parts.Add(cursor.Name(afterDot: true));
        }

        if (cursor.IsSymbol(".") && cursor.IsSymbol("*", 1))
        {
            cursor.Advance();
            return queries.Star(new QualifiedName(cursor.From(start), parts.ToSequence()), start);
        }

        if (cursor.IsSymbol("("))
        {
            cursor.Grow(parts.Count - 1);
            return calls.Call(new QualifiedName(cursor.From(start), parts.ToSequence()), start);
        }

        // Each part after the column is a field of a field.
        cursor.Grow(parts.Count - 1);
        return new ColumnReference(cursor.From(start), parts.ToSequence());
    }

    private Expression Parenthesis()
    {
        var start = cursor.Here;
        cursor.ExpectSymbol("(");
        if (queries.StartsQuery())
        {
            var query = queries.Query();
            cursor.ExpectSymbol(")");
            cursor.Grow();
            return new ScalarSubquery(cursor.From(start), query);
        }

        var items = cursor.List(queries.Expressions.Expression);
        cursor.ExpectSymbol(")");
        if (items.Count == 1)
        {
            return items[0];
        }

        cursor.Grow();
        return new RowValue(cursor.From(start), items);
    }

    private Expression Array(SourceSpan start)
    {
        cursor.ExpectSymbol("[");
        if (cursor.TakeSymbol("]"))
        {
            return new ArrayLiteral(cursor.From(start), []);
        }

        var first = queries.Expressions.Expression();
        if (cursor.Take("FOR"))
        {
            return Comprehension(first, start);
        }

        Sequence<Expression> items = [first];
        if (cursor.TakeSymbol(",") && !cursor.IsSymbol("]"))
        {
            items = [first, .. cursor.List(queries.Expressions.Expression, "]")];
        }

        cursor.ExpectSymbol("]");
        return new ArrayLiteral(cursor.From(start), items);
    }

    /// <summary><c>[result FOR x, place IN list IF condition]</c>, from after FOR.</summary>
    private ListComprehension Comprehension(Expression result, SourceSpan start)
    {
        var names = cursor.List(() => cursor.Name());
        if (names.Count > 2)
        {
            throw ErrorCode.SyntaxError.Error(
                "a comprehension has one name, or two for the element and its place", cursor.From(start));
        }

        cursor.Expect("IN");
        var list = queries.Expressions.Expression();
        var condition = cursor.Take("IF") ? queries.Expressions.Expression() : null;
        cursor.ExpectSymbol("]");
        return new ListComprehension(cursor.From(start), result, names, list, condition);
    }

    private StructLiteral Struct(SourceSpan start)
    {
        cursor.ExpectSymbol("{");
        var entries = cursor.List(() =>
        {
            var name = cursor.Kind == SqlToken.Text ? cursor.TextOfName() : cursor.Name(afterDot: true);
            cursor.ExpectSymbol(":");
            return new StructEntry(name, queries.Expressions.Expression());
        });
        cursor.ExpectSymbol("}");
        return new StructLiteral(cursor.From(start), entries);
    }
}
