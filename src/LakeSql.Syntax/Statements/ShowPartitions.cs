using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>SHOW PARTITIONS table</c></summary>
public sealed record ShowPartitions(SourceSpan Span, QualifiedName Table) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("SHOW");
        c.Expect("PARTITIONS");
        var table = c.QualifiedName();
        return new ShowPartitions(c.From(start), table);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("SHOW PARTITIONS ").Name(Table);
}
