using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>OPTIMIZE table [FULL] [WHERE …] [ZORDER BY (columns)]</c></summary>
public sealed record Optimize(SourceSpan Span, QualifiedName Table, Expression? Where, Sequence<string> ZOrderBy)
    : Statement(Span)
{
    /// <summary>FULL: all rows of a clustered table, not only those that came since it was done last.</summary>
    public bool IsFull { get; init; }

    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("OPTIMIZE");
        var table = c.QualifiedName();
        var isFull = c.Take("FULL");
        var where = c.Take("WHERE") ? new QueryParser(c).Expressions.Expression() : null;
        Sequence<string> columns = [];
        if (c.Take("ZORDER"))
        {
            c.Expect("BY");
            columns = c.IsSymbol("(") ? c.Parenthesized(() => c.Name()) : c.List(() => c.Name());
        }

        return new Optimize(c.From(start), table, where, columns) { IsFull = isFull };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("OPTIMIZE ").Name(Table).When(IsFull, " FULL");
        if (Where is not null)
        {
            sql.Raw(" WHERE ").Node(Where);
        }

        if (ZOrderBy.Count > 0)
        {
            sql.Raw(" ZORDER BY (").List(ZOrderBy, c => sql.Name(c)).Raw(")");
        }
    }
}
