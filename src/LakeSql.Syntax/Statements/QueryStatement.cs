using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>A query as a statement: <c>SELECT …</c>, <c>FROM …</c>, <c>VALUES …</c>.</summary>
public sealed partial record QueryStatement(SourceSpan Span, Query Query) : Statement(Span);
