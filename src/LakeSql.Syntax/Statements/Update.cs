using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>column = value</c>.</summary>
public sealed partial record Assignment(SourceSpan Span, string Column, Expression Value) : SyntaxNode(Span);

/// <summary><c>UPDATE table [AS alias] SET column = value, … [WHERE …]</c></summary>
public sealed partial record Update(
    SourceSpan Span, QualifiedName Table, string? Alias, Sequence<Assignment> Assignments, Expression? Where)
    : Statement(Span);
