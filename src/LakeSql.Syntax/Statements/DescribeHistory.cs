using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>DESCRIBE HISTORY table</c></summary>
public sealed record DescribeHistory(SourceSpan Span, QualifiedName Table) : Statement(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("DESCRIBE HISTORY ").Name(Table);
}
