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
        var snapshot = statement.Publish(plan.Table, new TableChange(
            plan.Read, adds, removes, Metadata(plan), false, description)
        {
            Domains = Clustering.Change(plan.Read, plan.Wanted),
        });
        return OperatorResult.Table(
            [
                ("version", Common.Types.PrimitiveType.BigInt),
                ("num_restored_files", Common.Types.PrimitiveType.BigInt),
                ("num_removed_files", Common.Types.PrimitiveType.BigInt),
            ],
            [[snapshot.Version, (long)adds.Length, (long)removes.Length]]) with { VersionMade = snapshot.Version };
    }

    /// <summary>The old columns and properties; numbers given out since then are not given out again.</summary>
    private static TableMetadata Metadata(RestoreTablePlan plan)
    {
        var now = plan.Read.Metadata.Schema.Fields;
        return plan.Wanted.Metadata.WithNumbers((field, numbers) => now.FirstOrDefault(
            f => f.PhysicalName(plan.Read.Mapping) == field.PhysicalName(plan.Wanted.Mapping))
            ?.Identity?.Mark is { } mark ? numbers.Beyond(mark) : numbers);
    }
}
