using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>ALTER GROUP name ADD|DROP USER|GROUP a, b</c></summary>
public sealed partial record AlterGroup(
    SourceSpan Span, string Name, bool IsAdd, ObjectKind MemberKind, Sequence<string> Members)
    : Statement(Span);
