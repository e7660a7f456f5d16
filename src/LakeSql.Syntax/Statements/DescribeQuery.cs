using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>DESCRIBE query</c>: the columns and types of its result.</summary>
public sealed record DescribeQuery(SourceSpan Span, Query Query) : Statement(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("DESCRIBE ").Node(Query);
}
