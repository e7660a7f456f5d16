using System.Diagnostics;
using System.Globalization;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Statements;
using LakeSql.Syntax.Statements;

namespace LakeSql.Engine.Statements;

internal static class ExplainOperator
{
    public static OperatorResult Run(ExplainPlan plan, StatementContext statement)
    {
        if (plan.Target is not QueryPlan query)
        {
            return Lines([plan.Name, .. Resolution(statement)]);
        }

        var render = statement.NewSql();
        switch (plan.Mode)
        {
            case ExplainMode.Sql when !IsGuarded(statement):
                render.Query(query.Query);
                return Lines([render.Sql.ToString()]);
            case ExplainMode.Analyze:
                return Lines(Analyzed(query, render, statement));
            default:
                return Lines([.. PlanText.Of(query.Query, statement.ValueOf), .. Models(statement)]);
        }
    }

    private static IEnumerable<string> Analyzed(QueryPlan query, StatementSql render, StatementContext statement)
    {
        render.Sql.Raw("EXPLAIN (ANALYZE, FORMAT json) ");
        render.Query(query.Query);
        var profile = statement.Run(render, reader => reader.Read() ? reader.GetString(1) : "");
        var lines = new ProfileText(statement.Resolution.Scans).Write(profile) ?? [Counted(query, statement)];

        return IsGuarded(statement) ? lines.Take(1) : lines;
    }

    /// <summary>
    /// What a view or a policy does is not told to who reads through it; nor is how many rows it sees.
    /// </summary>
    private static bool IsGuarded(StatementContext statement) =>
        statement.Resolution.Scans.Any(s => s.View is not null || s.IsRestricted);

    /// <summary>The engine has no profile of what it answers from the files' statistics alone.</summary>
    private static string Counted(QueryPlan query, StatementContext statement)
    {
        var clock = Stopwatch.StartNew();
        long rows = 0;
        using (var stream = QueryOperator.Run(query, statement).Stream!)
        {
            while (stream.Next(statement.Cancellation) is { } batch)
            {
                rows += batch.Length;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{rows} rows in {clock.Elapsed.TotalMilliseconds:F1} ms");
    }

    private static IEnumerable<string> Resolution(StatementContext statement) =>
    [
        // What a view reads is not told to its readers, nor with what it predicts.
        .. statement.Resolution.Scans.Select(s => s.View is { } view ? view : $"scan {s.Describe()}")
        .Distinct(),
        .. Models(statement),
    ];

    private static IEnumerable<string> Models(StatementContext statement) =>
        statement.Resolution.ModelsNamed.Select(m => $"model {m.FullName}@{m.Version}").Distinct();

    private static OperatorResult Lines(IEnumerable<string> lines) =>
        OperatorResult.Strings(["plan"], lines.Select(l => new string?[] { l }));
}
