using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>SHOW GRANTS [principal] ON [kind] name</c>, <c>SHOW GRANTS TO principal</c> (then no kind and name).
/// </summary>
public sealed partial record ShowGrants(
    SourceSpan Span, string? Principal, ObjectKind? Kind, QualifiedName? Name)
    : Statement(Span);
