using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE SCHEMA|DATABASE [IF NOT EXISTS] name [COMMENT '…']</c></summary>
public sealed partial record CreateSchema(
    SourceSpan Span, QualifiedName Name, bool IfNotExists, string? Comment)
    : Statement(Span);
