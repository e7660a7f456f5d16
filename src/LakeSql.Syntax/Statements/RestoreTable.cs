using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>RESTORE [TABLE] name TO VERSION AS OF n | TIMESTAMP AS OF t</c></summary>
public sealed partial record RestoreTable(SourceSpan Span, QualifiedName Table, TimeTravel Target) : Statement(Span);
