using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE VOLUME [IF NOT EXISTS] name [COMMENT '…']</c></summary>
public sealed partial record CreateVolume(
    SourceSpan Span, QualifiedName Name, bool IfNotExists, string? Comment)
    : Statement(Span);
