using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE GROUP [IF NOT EXISTS] name</c></summary>
public sealed partial record CreateGroup(SourceSpan Span, string Name, bool IfNotExists) : Statement(Span);
