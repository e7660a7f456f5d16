using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A setting of the session; no value sets it back.</summary>
public sealed record SetOptionPlan(string Name, string? Value) : StatementPlan
{
    /// <summary>Whether VACUUM refuses to keep less than the table says; the name is Databricks'.</summary>
    public const string RetentionCheck = "spark.databricks.delta.retentionDurationCheck.enabled";
}

/// <summary>Whom the session acts as; null for who logged in.</summary>
public sealed record SetSessionAuthorizationPlan(string? User) : StatementPlan;

internal static class SessionBinder
{
    /// <summary>The settings there are.</summary>
    private static readonly string[] Options = ["device", "memory_limit", "threads", SetOptionPlan.RetentionCheck];

    public static SetOptionPlan Bind(SetOption set, BindContext context)
    {
        if (Options.FirstOrDefault(o => Identifier.Same(o, set.Name)) is not { } name)
        {
            var near = Identifier.Nearest(set.Name, Options);
            throw ErrorCode.InvalidOption.Error(
                $"there is no setting {set.Name}", set.Span,
                near is null ? $"the settings are {string.Join(", ", Options)}" : $"did you mean {near}?");
        }

        return new SetOptionPlan(name, set.Value);
    }

    /// <remarks>
    /// The right is that of who logged in: whom the session acts as now does not matter. It is asked for before the
    /// user is looked up, so that nobody else learns which users there are.
    /// </remarks>
    public static SetSessionAuthorizationPlan Bind(SetSessionAuthorization set, BindContext context)
    {
        if (set.User is null)
        {
            return new SetSessionAuthorizationPlan(null);
        }

        var metastore = context.Metastore.ById(context.Metastore.RootId)!;
        context.Resolution.Required.Add(new RequiredAccess(
            metastore, context.Metastore.FullName(metastore), Privilege.Manage, context.Login, set.Span));
        Authorizer.Check(context.Resolution, context.Metastore);
        return context.Metastore.FindPrincipal(set.User) is { Kind: PrincipalKind.User } user
            ? new SetSessionAuthorizationPlan(user.Name)
            : throw ErrorCode.PrincipalNotFound.Error($"user {Identifier.Quote(set.User)} not found", set.Span);
    }
}
