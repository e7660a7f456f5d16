using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>VERIFY AUDIT [FROM 'digest']</c>: checks the chain of records.</summary>
/// <param name="Span">The whole statement.</param>
/// <param name="Noted">The digest of an earlier head; null for none.</param>
public sealed record VerifyAudit(SourceSpan Span, string? Noted) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("VERIFY");
        c.Expect("AUDIT");
        var noted = c.Take("FROM") ? c.StringValue() : null;
        return new VerifyAudit(c.From(start), noted);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("VERIFY AUDIT");
        if (Noted is not null)
        {
            sql.Raw(sql.Redacted ? " FROM '***'" : " FROM '" + Noted.Replace("'", "''") + "'");
        }
    }
}
