using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE CATALOG [IF NOT EXISTS] name [COMMENT '…']</c></summary>
public sealed record CreateCatalog(
    SourceSpan Span, string Name, bool IfNotExists, string? Comment)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("CREATE");
        c.Expect("CATALOG");
        var ifNotExists = Clauses.IfNotExists(c);
        var name = c.Name();
        return new CreateCatalog(c.From(start), name, ifNotExists, Clauses.Comment(c)) { Span = c.From(start) };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("CREATE CATALOG ").When(IfNotExists, "IF NOT EXISTS ").Name(Name).Comment(Comment);
}
