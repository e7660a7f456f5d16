using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>ALTER USER name PASSWORD '…'</c></summary>
public sealed partial record AlterUser(SourceSpan Span, string Name, string Password) : Statement(Span);
