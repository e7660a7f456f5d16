using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Engine.Execution;
using LakeSql.Models;
using LakeSql.Planner.Statements;

namespace LakeSql.Engine.Statements;

/// <summary>Statements that change the session alone.</summary>
internal static class SessionOperator
{
    public static OperatorResult Run(UsePlan plan, StatementContext statement)
    {
        statement.Session.CurrentCatalog = plan.Catalog;
        statement.Session.CurrentSchema = plan.Schema;
        return OperatorResult.None;
    }

    public static OperatorResult Run(SetOptionPlan plan, StatementContext statement)
    {
        switch (plan.Name)
        {
            case "device":
                var device = plan.Value ?? "auto";
                Devices.Resolve(device);
                statement.Session.Device = device;
                break;
            case "threads":
                var threads = plan.Value is null ? (int?)null : Threads(plan.Value);
                statement.Session.Wanted = statement.Session.Wanted with { Threads = threads };
                break;
            case SetOptionPlan.RetentionCheck:
                statement.Session.ChecksRetention = plan.Value is null || IsTrue(plan.Value);
                break;
            default:
                var limit = plan.Value is null ? null : MemoryLimit(plan.Value);
                statement.Session.Wanted = statement.Session.Wanted with { MemoryLimit = limit };
                break;
        }

        return OperatorResult.None;
    }

    public static OperatorResult Run(SetSessionAuthorizationPlan plan, StatementContext statement)
    {
        statement.Session.ActAs(plan.User ?? statement.Session.Login, statement.Metastore);
        return OperatorResult.None;
    }

    private static string MemoryLimit(string value) => Quantity.Bytes(value) is > 0
        ? value
        : throw ErrorCode.InvalidOption.Error($"memory_limit must be a size such as 500MB or 2GB, not {value}");

    private static bool IsTrue(string value) => bool.TryParse(value, out var isTrue)
        ? isTrue : throw ErrorCode.InvalidOption.Error($"{SetOptionPlan.RetentionCheck} must be true or false");

    private static int Threads(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var threads)
            && threads is > 0 and <= 1024
            ? threads
            : throw ErrorCode.InvalidOption.Error($"threads must be 1 to 1024, not {value}");
}
