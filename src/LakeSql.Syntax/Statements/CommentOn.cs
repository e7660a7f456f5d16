using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>COMMENT ON CATALOG|SCHEMA|TABLE|VIEW|VOLUME|MODEL|EXTERNAL LOCATION name IS '…'|NULL</c>; of a column:
/// <c>ALTER TABLE … ALTER COLUMN … COMMENT</c>.
/// </summary>
public sealed record CommentOn(
    SourceSpan Span, ObjectKind Kind, QualifiedName Name, string? Comment)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("COMMENT");
        c.Expect("ON");
        if (c.Take("COLUMN"))
        {
            return Column(c, start);
        }

        var kind = Clauses.Kind(c) ?? throw c.Unexpected();
        var name = c.QualifiedName();
        c.Expect("IS");
        return new CommentOn(start, kind, name, Text(c)) { Span = c.From(start) };
    }

    /// <summary>The last part of the name is the column.</summary>
    private static AlterTable Column(Cursor c, SourceSpan start)
    {
        var name = c.QualifiedName();
        if (name.Parts.Count < 2)
        {
            throw c.Unexpected(".");
        }

        c.Expect("IS");
        var table = new QualifiedName(name.Span, name.Parts.Take(name.Parts.Count - 1).ToSequence());
        var change = new AlterColumn(
            name.Span, new QualifiedName(name.Span, [name.Last]), ColumnChange.Comment, null, Text(c) ?? "");
        return new AlterTable(c.From(start), table, change);
    }

    private static string? Text(Cursor c) => c.Take("NULL") ? null : c.StringValue();

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
