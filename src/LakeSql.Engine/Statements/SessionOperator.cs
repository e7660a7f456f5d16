using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
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
                statement.Session.Threads = plan.Value is null ? null : Threads(plan.Value);
                break;
            default:
                throw ErrorCode.InvalidOption.Error("timezone is UTC and cannot be changed yet");
        }

        return OperatorResult.None;
    }

    public static OperatorResult Run(SetSessionAuthorizationPlan plan, StatementContext statement)
    {
        var session = statement.Session;
        if (plan.User is not null && !Identifier.Same(session.Login, statement.Metastore.AdminName))
        {
            throw ErrorCode.PermissionDenied.Error($"{session.Login} may not act as another user");
        }

        session.User = plan.User ?? session.Login;
        return OperatorResult.None;
    }

    private static int Threads(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads is > 0 and <= 1024
            ? threads
            : throw ErrorCode.InvalidOption.Error($"threads must be 1 to 1024, not {value}");
}
