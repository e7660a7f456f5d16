using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>REVOKE privilege, … ON [kind] name FROM principal, …</c></summary>
public sealed partial record Revoke(
    SourceSpan Span, Sequence<PrivilegeName> Privileges, ObjectKind Kind, QualifiedName Name,
    Sequence<string> Principals)
    : Statement(Span);
