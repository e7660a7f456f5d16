using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>ALTER USER name PASSWORD '…'</c>, <c>ALTER USER name ENABLE|DISABLE</c></summary>
/// <param name="Span">The whole statement.</param>
/// <param name="Name">The user.</param>
/// <param name="Password">The new password; null when it stays.</param>
/// <param name="Enables">Whether the user may work from now on; null when that stays.</param>
public sealed record AlterUser(SourceSpan Span, string Name, string? Password, bool? Enables) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("ALTER");
        c.Expect("USER");
        var name = c.Name();
        if (AlterLimits.Follows(c))
        {
            return AlterLimits.Parse(c, start, ObjectKind.User, name);
        }

        string? password = null;
        bool? enables = c.Take("ENABLE") ? true : c.Take("DISABLE") ? false : null;
        if (enables is null)
        {
            c.Expect("PASSWORD");
            password = c.StringValue();
        }

        return new AlterUser(c.From(start), name, password, enables);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("ALTER USER ").Name(Name).Raw(
        Enables is { } enables ? enables ? " ENABLE" : " DISABLE"
        : sql.Redacted ? " PASSWORD '***'" : " PASSWORD '" + Password!.Replace("'", "''") + "'");
}
