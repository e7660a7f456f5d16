using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE VOLUME [IF NOT EXISTS] name [COMMENT '…']</c></summary>
public sealed record CreateVolume(
    SourceSpan Span, QualifiedName Name, bool IfNotExists, string? Comment)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("CREATE");
        c.Expect("VOLUME");
        var ifNotExists = Clauses.IfNotExists(c);
        var name = c.QualifiedName();
        return new CreateVolume(start, name, ifNotExists, Clauses.Comment(c)) { Span = c.From(start) };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("CREATE VOLUME ").When(IfNotExists, "IF NOT EXISTS ").Name(Name).Comment(Comment);
}
