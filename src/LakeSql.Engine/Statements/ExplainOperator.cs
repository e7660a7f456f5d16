using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;
using LakeSql.Syntax.Statements;

namespace LakeSql.Engine.Statements;

internal static class ExplainOperator
{
    public static OperatorResult Run(ExplainPlan plan, StatementContext statement)
    {
        if (plan.Target is not QueryPlan query)
        {
            return Lines([plan.Target.Tag, .. Resolution(statement)]);
        }

        var render = statement.NewSql();
        switch (plan.Mode)
        {
            case ExplainMode.Sql:
                render.Query(query.Query);
                return Lines([render.Sql.ToString()]);
            case ExplainMode.Analyze:
                var stream = QueryOperator.Run(query, statement).Stream!;
                var clock = System.Diagnostics.Stopwatch.StartNew();
                long rows = 0;
                using (stream)
                {
                    while (stream.Next(statement.Cancellation) is { } batch)
                    {
                        rows += batch.Length;
                    }
                }

                return Lines([$"{rows} rows in {clock.Elapsed.TotalMilliseconds:F1} ms", .. Plan(query, statement)]);
            default:
                return Lines(Plan(query, statement));
        }
    }

    private static IEnumerable<string> Plan(QueryPlan query, StatementContext statement) =>
        [query.Query.Tree.ToSql(), .. Resolution(statement)];

    private static IEnumerable<string> Resolution(StatementContext statement) =>
    [
        // What a view reads is not told to its readers.
        .. statement.Resolution.Scans.Select(s => s.View is { } view ? $"view {view}" : $"scan {s.Describe()}")
        .Distinct(),
        .. statement.Resolution.Models.Select(m => $"model {m.FullName}@{m.Version}"),
    ];

    private static OperatorResult Lines(IEnumerable<string> lines) =>
        OperatorResult.Strings(["plan"], lines.Select(l => new string?[] { l }));
}
