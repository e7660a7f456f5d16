using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>SHOW CATALOGS|SCHEMAS|TABLES|VIEWS|VOLUMES|MODELS|USERS|GROUPS [IN|FROM name] [LIKE 'pattern']</c>
/// </summary>
public sealed partial record ShowObjects(
    SourceSpan Span, ObjectKind Kind, QualifiedName? In, string? Like)
    : Statement(Span);
