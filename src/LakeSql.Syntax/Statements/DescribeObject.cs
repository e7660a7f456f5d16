using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>DESCRIBE [CATALOG|SCHEMA|TABLE|VIEW|VOLUME|MODEL] [EXTENDED] name [VERSION n]</c>;
/// TABLE when no kind is written (a view then answers too).
/// </summary>
public sealed partial record DescribeObject(
    SourceSpan Span, ObjectKind Kind, bool Extended, QualifiedName Name, int? ModelVersion)
    : Statement(Span);
