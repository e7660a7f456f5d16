using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;

namespace LakeSql.Engine.Statements;

internal static class InsertOperator
{
    public static OperatorResult Run(InsertPlan plan, StatementContext statement)
    {
        var (files, rows) = TableWriter.Write(
            statement, WriteTarget.Of(plan.Read, plan.Rules), sql => sql.Query(plan.Source),
            plan.Source.Columns.Count, plan.Columns);
        if (files.Count == 0 && !plan.Overwrite)
        {
            return OperatorResult.Affected(0);
        }

        var description = statement.Commit(
            "WRITE",
            new Dictionary<string, string> { ["mode"] = plan.Overwrite ? "Overwrite" : "Append" },
            rows);
        var snapshot = statement.Lake.TableOf(plan.Table).Commit(new TableChange(
            plan.Read, files, plan.Overwrite ? plan.Read.Files : [], null, !plan.Overwrite, description));
        return OperatorResult.Affected(rows, snapshot.Version);
    }
}
