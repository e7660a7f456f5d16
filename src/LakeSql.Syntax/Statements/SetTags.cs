using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>A tag: its key, and its value where it has one.</summary>
public sealed record Tag(string Name, string? Value)
{
    internal static Tag Parse(Cursor c)
    {
        var name = c.NameOrText();
        return new Tag(name, c.TakeSymbol("=") ? Word(c) : null);
    }

    private static string Word(Cursor c) => c.Kind == Tokens.SqlToken.Text ? c.StringValue() : c.Name();

    internal void WriteTo(SqlWriter sql)
    {
        sql.Text(Name);
        if (Value is not null)
        {
            sql.Raw(" = ").Text(Value);
        }
    }
}

/// <summary>
/// <c>ALTER kind name [ALTER COLUMN column] SET TAGS ('key' = 'value', …)</c>, <c>… UNSET TAGS ('key', …)</c>, and
/// <c>SET TAG ON kind name key = value</c>, <c>UNSET TAG ON kind name key</c>.
/// </summary>
public sealed record SetTags(
    SourceSpan Span, ObjectKind Kind, QualifiedName Name, string? Column, bool IsSet, Sequence<Tag> Tags)
    : Statement(Span)
{
    internal static Statement ParseShort(Cursor c)
    {
        var start = c.Here;
        var isSet = c.Take("SET");
        if (!isSet)
        {
            c.Expect("UNSET");
        }

        c.Expect("TAG");
        c.Expect("ON");
        var isColumn = c.Take("COLUMN");
        var kind = isColumn ? ObjectKind.Table : Clauses.Kind(c) ?? throw c.Unexpected();
        var name = c.QualifiedName();
        if (isColumn && name.Parts.Count < 2)
        {
            throw ErrorCode.InvalidName.Error($"{name} names no column of a table", name.Span, "table.column");
        }

        var column = isColumn ? name.Last : null;
        name = isColumn ? new QualifiedName(name.Span, name.Parts.SkipLast(1).ToSequence()) : name;
        var tag = isSet ? Tag.Parse(c) : new Tag(c.NameOrText(), null);
        return new SetTags(c.From(start), kind, name, column, isSet, [tag]);
    }

    /// <summary>True where SET TAGS or UNSET TAGS follows, of the object or of a column.</summary>
    internal static bool IsNext(Cursor c)
    {
        var at = !c.IsWord("ALTER") ? 0 : c.IsWord("COLUMN", 1) ? 3 : 2;
        return (c.IsWord("SET", at) || c.IsWord("UNSET", at)) && c.IsWord("TAGS", at + 1);
    }

    /// <summary>What follows the name.</summary>
    internal static SetTags Rest(Cursor c, SourceSpan start, ObjectKind kind, QualifiedName name)
    {
        string? column = null;
        if (c.Take("ALTER"))
        {
            c.Take("COLUMN");
            column = c.Name();
        }

        var isSet = c.Take("SET");
        if (!isSet)
        {
            c.Expect("UNSET");
        }

        c.Expect("TAGS");
        var tags = c.Parenthesized(() => isSet ? Tag.Parse(c) : new Tag(c.NameOrText(), null));
        return new SetTags(c.From(start), kind, name, column, isSet, tags);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("ALTER " + Kind.SqlName() + " ").Name(Name);
        if (Column is not null)
        {
            sql.Raw(" ALTER COLUMN ").Name(Column);
        }

        sql.Raw(IsSet ? " SET TAGS (" : " UNSET TAGS (").List(Tags, t => t.WriteTo(sql)).Raw(")");
    }
}
