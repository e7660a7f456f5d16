using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>COMMENT ON CATALOG|SCHEMA|TABLE|VIEW|VOLUME|MODEL|EXTERNAL LOCATION name IS '…'|NULL</c></summary>
public sealed record CommentOn(
    SourceSpan Span, ObjectKind Kind, QualifiedName Name, string? Comment)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("COMMENT");
        c.Expect("ON");
        var kind = Clauses.Kind(c) ?? throw c.Unexpected();
        var name = c.QualifiedName();
        c.Expect("IS");
        var comment = c.Take("NULL") ? null : c.StringValue();
        return new CommentOn(c.From(start), kind, name, comment);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("COMMENT ON " + Kind.SqlName() + " ").Name(Name).Raw(" IS ");
        if (Comment is null)
        {
            sql.Raw("NULL");
        }
        else
        {
            sql.Text(Comment);
        }
    }
}
