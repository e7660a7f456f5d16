using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>DESCRIBE DETAIL table</c></summary>
public sealed record DescribeDetail(SourceSpan Span, QualifiedName Table) : Statement(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("DESCRIBE DETAIL ").Name(Table);
}
