using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE EXTERNAL LOCATION [IF NOT EXISTS] name URL 'file:///…' [COMMENT '…']</c></summary>
public sealed record CreateExternalLocation(
    SourceSpan Span, string Name, string Url, bool IfNotExists, string? Comment)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("CREATE");
        c.Expect("EXTERNAL");
        c.Expect("LOCATION");
        var ifNotExists = Clauses.IfNotExists(c);
        var name = c.Name();
        c.Expect("URL");
        var url = c.StringValue();
        var comment = Clauses.Comment(c);
        return new CreateExternalLocation(c.From(start), name, url, ifNotExists, comment);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql
        .Raw("CREATE EXTERNAL LOCATION ").When(IfNotExists, "IF NOT EXISTS ").Name(Name)
        .Raw(" URL ").Text(Url).Comment(Comment);
}
