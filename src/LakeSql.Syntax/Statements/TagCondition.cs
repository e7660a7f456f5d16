using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>What a policy asks of the tags of a table or column.</summary>
public abstract record TagCondition(SourceSpan Span) : SyntaxNode(Span)
{
    internal static TagCondition Parse(Cursor c) => c.Deeper(() =>
    {
        var start = c.Here;
        var left = Conjunction(c);
        while (c.Take("OR"))
        {
            left = new TagJoin(start, left, true, Conjunction(c)) { Span = c.From(start) };
        }

        return left;
    });

    private static TagCondition Conjunction(Cursor c)
    {
        var start = c.Here;
        var left = Operand(c);
        while (c.Take("AND"))
        {
            left = new TagJoin(start, left, false, Operand(c)) { Span = c.From(start) };
        }

        return left;
    }

    private static TagCondition Operand(Cursor c) => c.Deeper<TagCondition>(() =>
    {
        var start = c.Here;
        if (c.Take("NOT"))
        {
            return new TagNot(start, Operand(c)) { Span = c.From(start) };
        }

        if (c.TakeSymbol("("))
        {
            var inner = Parse(c);
            c.ExpectSymbol(")");
            return inner;
        }

        var withValue = c.Take("HAS_TAG_VALUE") || c.Take("HASTAGVALUE");
        if (!withValue && !c.Take("HASTAG"))
        {
            c.Expect("HAS_TAG");
        }

        c.ExpectSymbol("(");
        var name = c.TextOfName();
        string? value = null;
        if (withValue)
        {
            c.ExpectSymbol(",");
            value = c.StringValue();
        }

        c.ExpectSymbol(")");
        return new TagTest(c.From(start), name, value);
    });
}

/// <summary><c>has_tag('key')</c>, <c>has_tag_value('key', 'value')</c></summary>
public sealed record TagTest(SourceSpan Span, string Name, string? Value) : TagCondition(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw(Value is null ? "has_tag(" : "has_tag_value(").Text(Name);
        if (Value is not null)
        {
            sql.Raw(", ").Text(Value);
        }

        sql.Raw(")");
    }
}

/// <summary><c>NOT condition</c></summary>
public sealed record TagNot(SourceSpan Span, TagCondition Operand) : TagCondition(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        var isJoin = Operand is TagJoin;
        sql.Raw("NOT ").When(isJoin, "(").Node(Operand).When(isJoin, ")");
    }
}

/// <summary><c>condition AND|OR condition</c></summary>
public sealed record TagJoin(SourceSpan Span, TagCondition Left, bool IsOr, TagCondition Right) : TagCondition(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        Side(Left, Left is TagJoin { IsOr: true } && !IsOr);
        sql.Raw(IsOr ? " OR " : " AND ");
        Side(Right, Right is TagJoin { IsOr: var or } && (or || !IsOr));

        void Side(TagCondition side, bool quoted) => sql.When(quoted, "(").Node(side).When(quoted, ")");
    }
}
