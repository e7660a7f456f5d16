using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>COMMENT ON CATALOG|SCHEMA|TABLE|VIEW|VOLUME|MODEL name IS '…'|NULL</c></summary>
public sealed partial record CommentOn(
    SourceSpan Span, ObjectKind Kind, QualifiedName Name, string? Comment)
    : Statement(Span);
