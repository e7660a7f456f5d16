using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
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
public sealed record Explain(SourceSpan Span, ExplainMode Mode, Statement Target) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("EXPLAIN");
        var mode = !AnalyzeTable.IsNext(c) && c.Take("ANALYZE") ? ExplainMode.Analyze
            : c.IsWord("SQL") ? ExplainMode.Sql : ExplainMode.Plan;
        if (mode == ExplainMode.Sql)
        {
            c.Advance();
        }

        var target = StatementParsers.Parse(c);
        return new Explain(c.From(start), mode, target);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("EXPLAIN ")
        .Raw(Mode switch { ExplainMode.Analyze => "ANALYZE ", ExplainMode.Sql => "SQL ", _ => "" }).Node(Target);
}
