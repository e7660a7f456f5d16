using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>SHOW COLUMNS IN|FROM table</c></summary>
public sealed partial record ShowColumns(SourceSpan Span, QualifiedName Table) : Statement(Span);
