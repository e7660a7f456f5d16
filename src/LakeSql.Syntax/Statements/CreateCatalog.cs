using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE CATALOG [IF NOT EXISTS] name [COMMENT '…']</c></summary>
public sealed partial record CreateCatalog(
    SourceSpan Span, string Name, bool IfNotExists, string? Comment)
    : Statement(Span);
