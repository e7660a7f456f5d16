using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>SET SESSION AUTHORIZATION user</c>, <c>RESET SESSION AUTHORIZATION</c> (then no user).</summary>
public sealed record SetSessionAuthorization(SourceSpan Span, string? User) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        var isReset = c.Take("RESET");
        if (!isReset)
        {
            c.Expect("SET");
        }

        c.Expect("SESSION");
        c.Expect("AUTHORIZATION");
        return new SetSessionAuthorization(start, isReset ? null : c.Name()) { Span = c.From(start) };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw(User is null ? "RESET SESSION AUTHORIZATION" : "SET SESSION AUTHORIZATION ");
        if (User is not null)
        {
            sql.Name(User);
        }
    }
}
