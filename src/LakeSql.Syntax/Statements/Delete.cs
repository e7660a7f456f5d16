using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>DELETE FROM table [AS alias] [WHERE …]</c></summary>
public sealed record Delete(
    SourceSpan Span, QualifiedName Table, string? Alias, Expression? Where)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("DELETE");
        c.Expect("FROM");
        var table = c.QualifiedName();
        var alias = c.Take("AS") || c.IsName() ? c.Name() : null;
        var where = c.Take("WHERE") ? new QueryParser(c).Expressions.Expression() : null;
        return new Delete(c.From(start), table, alias, where);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("DELETE FROM ").Name(Table);
        if (Alias is not null)
        {
            sql.Raw(" AS ").Name(Alias);
        }

        if (Where is not null)
        {
            sql.Raw(" WHERE ").Node(Where);
        }
    }
}
