using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CALL procedure('…', name =&gt; value)</c></summary>
public sealed partial record Call(
    SourceSpan Span, QualifiedName Procedure, Sequence<FunctionArgument> Arguments)
    : Statement(Span);
