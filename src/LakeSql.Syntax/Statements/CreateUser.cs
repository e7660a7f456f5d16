using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE USER [IF NOT EXISTS] name [PASSWORD '…']</c></summary>
public sealed record CreateUser(
    SourceSpan Span, string Name, bool IfNotExists, string? Password)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("CREATE");
        c.Expect("USER");
        var ifNotExists = Clauses.IfNotExists(c);
        var name = c.Name();
        var password = c.Take("PASSWORD") ? c.StringValue() : null;
        return new CreateUser(c.From(start), name, ifNotExists, password);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("CREATE USER ").When(IfNotExists, "IF NOT EXISTS ").Name(Name)
        .When(Password is not null, sql.Redacted ? " PASSWORD '***'"
            : " PASSWORD '" + Password?.Replace("'", "''") + "'");
}
