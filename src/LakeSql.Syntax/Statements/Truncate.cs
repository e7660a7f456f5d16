using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>TRUNCATE TABLE name</c></summary>
public sealed partial record Truncate(SourceSpan Span, QualifiedName Table) : Statement(Span);
