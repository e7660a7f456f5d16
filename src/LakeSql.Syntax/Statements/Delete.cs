using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>DELETE FROM table [AS alias] [WHERE …]</c></summary>
public sealed partial record Delete(
    SourceSpan Span, QualifiedName Table, string? Alias, Expression? Where)
    : Statement(Span);
