using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>DESCRIBE HISTORY table [LIMIT n]</c></summary>
public sealed record DescribeHistory(SourceSpan Span, QualifiedName Table, int? Limit) : Statement(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("DESCRIBE HISTORY ").Name(Table).When(Limit is not null, $" LIMIT {Limit}");
}
