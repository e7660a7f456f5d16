using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>name = value</c> or <c>name =&gt; value</c> with a constant value.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">The option's name.</param>
/// <param name="Value">The value's text: of a string its content, of a number its digits, else the word.</param>
public sealed partial record Option(SourceSpan Span, string Name, string Value) : SyntaxNode(Span);
