using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>What EXPLAIN shows.</summary>
public enum ExplainMode
{
#pragma warning disable CS1591
    Plan, Analyze, Sql,
#pragma warning restore CS1591
}

/// <summary>
/// <c>EXPLAIN [ANALYZE] statement</c>; <c>EXPLAIN SQL query</c> shows the generated engine text to the admin.
/// </summary>
public sealed partial record Explain(SourceSpan Span, ExplainMode Mode, Statement Target) : Statement(Span);
