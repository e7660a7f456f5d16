using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>DESCRIBE HISTORY table</c></summary>
public sealed partial record DescribeHistory(SourceSpan Span, QualifiedName Table) : Statement(Span);
