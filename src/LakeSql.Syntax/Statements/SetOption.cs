using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>SET name = value</c>, <c>RESET name</c> (then no value).</summary>
public sealed partial record SetOption(SourceSpan Span, string Name, string? Value) : Statement(Span);
