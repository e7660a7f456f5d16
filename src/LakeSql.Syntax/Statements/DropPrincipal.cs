using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>DROP USER|GROUP [IF EXISTS] name</c></summary>
public sealed record DropPrincipal(
    SourceSpan Span, ObjectKind Kind, string Name, bool IfExists)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("DROP");
        var kind = c.Take("USER") ? ObjectKind.User : c.Take("GROUP") ? ObjectKind.Group : throw c.Unexpected();
        var ifExists = c.TakeAll("IF", "EXISTS");
        var name = c.Name();
        return new DropPrincipal(c.From(start), kind, name, ifExists);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("DROP " + Kind.ToString().ToUpperInvariant() + " ").When(IfExists, "IF EXISTS ").Name(Name);
}
