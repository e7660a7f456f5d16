using LakeSql.Common.Errors;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;

namespace LakeSql.Engine.Statements;

internal static class RestoreTableOperator
{
    public static OperatorResult Run(RestoreTablePlan plan, StatementContext statement)
    {
        var wanted = plan.Wanted.Files.ToDictionary(f => f.Key);
        var current = plan.Read.Files.ToDictionary(f => f.Key);
        var adds = plan.Wanted.Files.Where(f => !current.ContainsKey(f.Key)).ToArray();
        var removes = plan.Read.Files.Where(f => !wanted.ContainsKey(f.Key)).ToArray();
        if (plan.Wanted.MissingOf(adds) is { } missing)
        {
            throw ErrorCode.FileNotFound.Error(
                $"version {plan.Wanted.Version} cannot be restored: its {missing} is gone");
        }

        var description = statement.Commit(
            "RESTORE",
            new Dictionary<string, string> { ["version"] = plan.Wanted.Version.ToString() },
            0);
        var snapshot = statement.Lake.TableOf(plan.Table).Commit(new TableChange(
            plan.Read, adds, removes, plan.Wanted.Metadata, false, description)
            { Domains = Clustering.Change(plan.Read, plan.Wanted) });
        return OperatorResult.Table(
            [
                ("version", Common.Types.PrimitiveType.BigInt),
                ("num_restored_files", Common.Types.PrimitiveType.BigInt),
                ("num_removed_files", Common.Types.PrimitiveType.BigInt),
            ],
            [[snapshot.Version, (long)adds.Length, (long)removes.Length]]) with { VersionMade = snapshot.Version };
    }
}
