using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>The session's transaction begins or ends.</summary>
public sealed record ControlTransactionPlan(TransactionAction Action) : StatementPlan;

internal static class ControlTransactionBinder
{
    /// <remarks>
    /// What the changes needed is asked for again at COMMIT, since that is when they take place.
    /// </remarks>
    public static ControlTransactionPlan Bind(ControlTransaction control, BindContext context)
    {
        var rights = context.Services.TransactionRights;
        if (rights is not null && control.Action == TransactionAction.Begin)
        {
            throw ErrorCode.ActiveTransaction.Error(
                "a transaction is under way already", control.Span, "COMMIT or ROLLBACK ends it");
        }

        if (rights is null && control.Action != TransactionAction.Begin)
        {
            throw ErrorCode.NoTransaction.Error(
                "no transaction is under way", control.Span, "BEGIN starts one");
        }

        if (control.Action == TransactionAction.Commit)
        {
            RequireAgain(rights!.Select(r => r with { Span = control.Span }), context);
        }

        return new ControlTransactionPlan(control.Action);
    }

    /// <summary>
    /// The same rights, on the objects as they are by now: they may have another owner, or be in another schema.
    /// </summary>
    private static void RequireAgain(IEnumerable<RequiredAccess> rights, BindContext context)
    {
        var metastore = context.Metastore;
        RequiredAccess? hidden = null;
        foreach (var access in rights.DistinctBy(r => (r.Target.Id, r.FullName, r.Privilege, r.Principal, r.View)))
        {
            // The commit itself tells what has been dropped.
            if (metastore.ById(access.Target.Id) is not { } target)
            {
                continue;
            }

            // Where it is by now may be told to who may read it there, and to nobody else.
            var now = access with { Target = target };
            context.Resolution.Required.Add(!access.IsPath && Authorizer.IsAllowed(now, metastore)
                ? now with { FullName = metastore.FullName(target) } : now);
            if (!access.IsPath && !MayReach(now, context))
            {
                hidden ??= now;
            }
        }

        if (hidden is not null)
        {
            throw hidden.View is null
                ? ErrorCode.PermissionDenied.Error(
                    $"{hidden.Principal} may no longer use the catalog or schema of {hidden.FullName}", hidden.Span)
                : Authorizer.Denial(hidden, metastore);
        }
    }

    /// <summary>
    /// True where the principal may use what holds the object, which is asked where a statement names it.
    /// </summary>
    private static bool MayReach(RequiredAccess access, BindContext context)
    {
        var metastore = context.Metastore;
        var principals = metastore.EffectivePrincipals(access.Principal);
        for (var id = access.Target.ParentId; id is { } parent; id = metastore.ById(parent)!.ParentId)
        {
            var holder = metastore.ById(parent)!;
            var use = holder.Kind switch
            {
                SecurableKind.Catalog => Privilege.UseCatalog,
                SecurableKind.Schema => Privilege.UseSchema,
                _ => (Privilege?)null,
            };
            if (use is { } privilege && !metastore.Check(principals, holder, privilege).Allowed)
            {
                context.Resolution.Hidden.Add(new RequiredAccess(
                    holder, metastore.FullName(holder), privilege, access.Principal, access.Span));
                return false;
            }
        }

        return true;
    }
}
