using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>REORG TABLE table [WHERE …] APPLY (PURGE)</c></summary>
public sealed record ReorgTable(SourceSpan Span, QualifiedName Table, Expression? Where) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("REORG");
        c.Expect("TABLE");
        var table = c.QualifiedName();
        var where = c.Take("WHERE") ? new QueryParser(c).Expressions.Expression() : null;
        c.Expect("APPLY");
        c.ExpectSymbol("(");
        c.Expect("PURGE");
        c.ExpectSymbol(")");
        return new ReorgTable(c.From(start), table, where);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("REORG TABLE ").Name(Table);
        if (Where is not null)
        {
            sql.Raw(" WHERE ").Node(Where);
        }

        sql.Raw(" APPLY (PURGE)");
    }
}
