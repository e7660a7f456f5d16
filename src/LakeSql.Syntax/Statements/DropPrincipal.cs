using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>DROP USER|GROUP [IF EXISTS] name</c></summary>
public sealed partial record DropPrincipal(
    SourceSpan Span, ObjectKind Kind, string Name, bool IfExists)
    : Statement(Span);
