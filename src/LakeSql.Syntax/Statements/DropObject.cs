using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>DROP CATALOG|SCHEMA|TABLE|VIEW|VOLUME|MODEL [IF EXISTS] name [RESTRICT|CASCADE]</c>;
/// <c>DROP MODEL name VERSION n</c>
/// </summary>
public sealed partial record DropObject(
    SourceSpan Span, ObjectKind Kind, QualifiedName Name, bool IfExists, bool Cascade, int? ModelVersion = null)
    : Statement(Span);
