using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Planner.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Access;

/// <summary>Turns a bound plan into one that may run, or says what is missing.</summary>
public static class Authorizer
{
    /// <summary>Checks every privilege that binding recorded and gives every scan its policy.</summary>
    /// <param name="plan">What was bound.</param>
    /// <param name="resolution">What binding recorded.</param>
    /// <param name="metastore">Who may do what.</param>
    /// <param name="user">Whose statement it is.</param>
    /// <param name="valueOf">The values of parameters; null when they are not known.</param>
    /// <exception cref="LakeSqlException">LSQ3001 naming the first missing privilege.</exception>
    public static AuthorizedPlan Authorize(
        StatementPlan plan, ResolutionRecord resolution, Metastore metastore, string user,
        Func<Parameter, object?>? valueOf)
    {
        if (valueOf is not null && (resolution.Barriers.Count > 0 || resolution.Scans.Exists(s => s.IsRestricted)))
        {
            resolution.Conditions.Settle(valueOf);
        }

        return Authorize(plan, resolution, metastore, user, isPart: false);
    }

    /// <summary>The same for a part of a statement, which the engine is asked about while the rest is bound.</summary>
    /// <remarks>
    /// The scan for which a policy is being bound has none yet, and is no part of what the policy asks about: it gets
    /// none here, so that it cannot be rendered.
    /// </remarks>
    internal static AuthorizedPlan AuthorizePart(
        BoundQuery part, ResolutionRecord resolution, Metastore metastore, string user) =>
        Authorize(new QueryPlan(part), resolution, metastore, user, isPart: true);

    private static AuthorizedPlan Authorize(
        StatementPlan plan, ResolutionRecord resolution, Metastore metastore, string user, bool isPart)
    {
        Check(resolution, metastore);
        foreach (var scan in resolution.Scans)
        {
            if (scan is { IsForUpkeep: false, Visible: null, Governed: { } table }
                && EffectivePolicies.MayHold(table, metastore))
            {
                if (isPart)
                {
                    continue;
                }

                throw ErrorCode.Internal.Error($"the scan of {scan.Describe()} lacks the table's policy");
            }

            scan.RequireReadable();
            scan.Attach(new ScanPolicy(user));
        }

        Walls.Raise(resolution);
        return new AuthorizedPlan(plan, resolution);
    }

    /// <summary>Checks what has been recorded so far; also called when binding fails half-way.</summary>
    /// <remarks>
    /// A denial must come before any other error about the object, or the error would tell things about it.
    /// </remarks>
    public static void Check(ResolutionRecord resolution, Metastore metastore)
    {
        foreach (var access in resolution.Required)
        {
            if (!IsAllowed(access, metastore))
            {
                throw Denial(access, metastore);
            }
        }
    }

    /// <summary>True when the access's principal has the privilege.</summary>
    public static bool IsAllowed(RequiredAccess access, Metastore metastore) =>
        metastore.Check(metastore.EffectivePrincipals(access.Principal), access.Target, access.Privilege).Allowed;

    /// <summary>The error that says what is missing.</summary>
    internal static LakeSqlException Denial(RequiredAccess access, Metastore metastore)
    {
        if (access.View is { } view)
        {
            // What a view reads is not told to its readers.
            return ErrorCode.PermissionDenied.Error(
                $"{view} cannot be read: its owner {access.Principal} may not read what it reads", access.Span);
        }

        var privilege = access.Privilege.SqlName();
        if (access.IsPath)
        {
            return ErrorCode.PermissionDenied.Error(
                $"{access.Principal} lacks {privilege} on {access.FullName}", access.Span,
                PathHint(access, metastore));
        }

        var isMetastore = access.Target.Kind == SecurableKind.Metastore;
        var on = isMetastore ? "METASTORE" : $"{access.Target.Kind.SqlName()} {access.FullName}";

        // Nobody can be granted to manage the metastore: that is the admin's.
        var hint = isMetastore && access.Privilege == Privilege.Manage
            ? "only the metastore admin may do this"
            : $"ask its owner: GRANT {privilege} ON {on} TO {Identifier.Quote(access.Principal)}";
        return ErrorCode.PermissionDenied.Error(
            $"{access.Principal} lacks {privilege} on {(isMetastore ? "the metastore" : access.FullName)}",
            access.Span, hint);
    }

    /// <summary>
    /// The same whether something is there or not, and whether a location covers the path or none does; but who may
    /// know of the location is told its name.
    /// </summary>
    private static string PathHint(RequiredAccess access, Metastore metastore)
    {
        var privilege = access.Privilege.SqlName();
        return access.Target.Kind switch
        {
            SecurableKind.ExternalLocation
                when metastore.IsVisible(metastore.EffectivePrincipals(access.Principal), access.Target) =>
                $"ask its owner: GRANT {privilege} ON EXTERNAL LOCATION {metastore.FullName(access.Target)}"
                + $" TO {Identifier.Quote(access.Principal)}",
            SecurableKind.Table or SecurableKind.Volume =>
                $"ask the metastore admin for {privilege} on the {access.Target.Kind.SqlName().ToLowerInvariant()}"
                + " that lies there",
            _ => $"ask the metastore admin for {privilege} on an external location that covers it",
        };
    }
}
