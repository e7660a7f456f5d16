using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE SCHEMA|DATABASE [IF NOT EXISTS] name [COMMENT '…']</c></summary>
public sealed record CreateSchema(
    SourceSpan Span, QualifiedName Name, bool IfNotExists, string? Comment)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("CREATE");
        _ = c.Take("SCHEMA") || c.Take("DATABASE");
        var ifNotExists = Clauses.IfNotExists(c);
        var name = c.QualifiedName();
        return new CreateSchema(start, name, ifNotExists, Clauses.Comment(c)) { Span = c.From(start) };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("CREATE SCHEMA ").When(IfNotExists, "IF NOT EXISTS ").Name(Name).Comment(Comment);
}
