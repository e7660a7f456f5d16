using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>SHOW LINEAGE UPSTREAM|DOWNSTREAM FOR TABLE|VIEW|MODEL|COLUMN name</c></summary>
public sealed partial record ShowLineage(
    SourceSpan Span, bool Upstream, ObjectKind Kind, QualifiedName Name)
    : Statement(Span);
