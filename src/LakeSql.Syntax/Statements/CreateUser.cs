using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE USER [IF NOT EXISTS] name [PASSWORD '…']</c></summary>
public sealed partial record CreateUser(
    SourceSpan Span, string Name, bool IfNotExists, string? Password)
    : Statement(Span);
