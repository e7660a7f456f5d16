using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Lakes;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta.Upkeep;

namespace LakeSql.Engine.Statements;

internal static class VacuumOperator
{
    /// <summary>How many files DRY RUN lists at most.</summary>
    private const int ListedMax = 1000;

    public static OperatorResult Run(VacuumPlan plan, StatementContext statement)
    {
        var since = FileRetention.Before(DateTimeOffset.UtcNow, Retention(plan, statement));
        using var held = TableLock.AwaitFiles(
            statement.Lake.Path, [plan.Table.Properties["location"]], isAlone: false, statement.Cancellation);
        var unneeded = statement.Lake.TableOf(plan.Table).Unneeded(
            since, TrainedVersions.Of(plan.Table, statement.Metastore),
            statement.Lake.FilesNeeded(plan.Table, statement.Metastore.ClonesOf(plan.Table.Id)));
        if (plan.Vacuum.IsDryRun)
        {
            return OperatorResult.Strings(["path"], unneeded.Paths.Take(ListedMax).Select(p => new[] { p }));
        }

        var (files, bytes, directories) = unneeded.Delete(statement.Cancellation);
        return OperatorResult.Table(
            [
                ("num_deleted_files", PrimitiveType.BigInt),
                ("deleted_size", PrimitiveType.BigInt),
                ("num_deleted_directories", PrimitiveType.BigInt),
            ],
            [[files, bytes, directories]]);
    }

    private static TimeSpan Retention(VacuumPlan plan, StatementContext statement)
    {
        var properties = plan.Read.Metadata.Properties;
        var usual = FileRetention.Of(plan.Read.Metadata);
        if (plan.Vacuum.RetainHours is not { } hours)
        {
            return usual ?? throw ErrorCode.InvalidOption.Error(
                $"the table's property {FileRetention.Property} is {properties[FileRetention.Property]}, which is no "
                + "interval", plan.Vacuum.Table.Span, "VACUUM … RETAIN n HOURS");
        }

        var wanted = TimeSpan.FromHours(Math.Min(hours, (int)TimeSpan.MaxValue.TotalHours));
        return wanted >= usual || !statement.Session.ChecksRetention ? wanted : throw ErrorCode.InvalidOption.Error(
            $"RETAIN {hours} HOURS is less than the {Words(usual)} for which {plan.FullName} keeps old versions: "
            + "statements that still read or write them would fail", plan.Vacuum.Span,
            "keep them longer, or SET spark.databricks.delta.retentionDurationCheck.enabled = false");
    }

    private static string Words(TimeSpan? usual) => usual is { } retention
        ? string.Create(CultureInfo.InvariantCulture, $"{retention.TotalHours:0.##} hours") : "unknown time";
}
