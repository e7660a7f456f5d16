using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>SET SESSION AUTHORIZATION user</c>, <c>RESET SESSION AUTHORIZATION</c> (then no user).</summary>
public sealed partial record SetSessionAuthorization(SourceSpan Span, string? User) : Statement(Span);
