using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>SHOW COLUMNS IN|FROM table</c></summary>
public sealed record ShowColumns(SourceSpan Span, QualifiedName Table) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("SHOW");
        c.Expect("COLUMNS");
        if (!c.Take("IN"))
        {
            c.Expect("FROM");
        }

        var table = c.QualifiedName();
        return new ShowColumns(c.From(start), table);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("SHOW COLUMNS IN ").Name(Table);
}
