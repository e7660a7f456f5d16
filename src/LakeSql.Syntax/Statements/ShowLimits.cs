using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>SHOW LIMITS [FOR principal]</c>: one's own, or those of a user or group.</summary>
public sealed record ShowLimits(SourceSpan Span, string? Principal) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("SHOW");
        c.Expect("LIMITS");
        var principal = c.Take("FOR") ? c.Name() : null;
        return new ShowLimits(c.From(start), principal);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("SHOW LIMITS");
        if (Principal is not null)
        {
            sql.Raw(" FOR ").Name(Principal);
        }
    }
}
