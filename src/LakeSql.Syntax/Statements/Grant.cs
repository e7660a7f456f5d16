using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// A privilege as written, words in capitals with one space: <c>USE CATALOG</c>, <c>ALL PRIVILEGES</c>.
/// </summary>
public sealed partial record PrivilegeName(SourceSpan Span, string Name) : SyntaxNode(Span);

/// <summary><c>GRANT privilege, … ON [kind] name TO principal, …</c></summary>
public sealed partial record Grant(
    SourceSpan Span, Sequence<PrivilegeName> Privileges, ObjectKind Kind, QualifiedName Name,
    Sequence<string> Principals)
    : Statement(Span);
