using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>ALTER CATALOG|SCHEMA|TABLE|VIEW|VOLUME|MODEL name [SET] OWNER TO principal</c></summary>
public sealed partial record AlterOwner(
    SourceSpan Span, ObjectKind Kind, QualifiedName Name, string Owner)
    : Statement(Span);
