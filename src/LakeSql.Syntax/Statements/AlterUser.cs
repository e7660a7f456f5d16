using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>ALTER USER name PASSWORD '…'</c></summary>
public sealed record AlterUser(SourceSpan Span, string Name, string Password) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("ALTER");
        c.Expect("USER");
        var name = c.Name();
        c.Expect("PASSWORD");
        var password = c.StringValue();
        return new AlterUser(c.From(start), name, password);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("ALTER USER ").Name(Name)
        .Raw(sql.Redacted ? " PASSWORD '***'" : " PASSWORD '" + Password.Replace("'", "''") + "'");
}
