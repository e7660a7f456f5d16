using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>Privileges to be granted or revoked.</summary>
public sealed record ChangeGrantsPlan(
    bool IsGrant, Securable Target, IReadOnlyList<Privilege> Privileges, IReadOnlyList<string> Principals)
    : StatementPlan;

/// <summary>Grants to be listed: on a securable, to a principal, or both.</summary>
public sealed record ShowGrantsPlan(Securable? Target, string? Principal) : StatementPlan;

internal static class GrantBinder
{
    public static ChangeGrantsPlan Bind(Syntax.Statements.Grant grant, BindContext context) =>
        Change(true, grant.Privileges, grant.Kind, grant.Name, grant.Principals, context);

    public static ChangeGrantsPlan Bind(Revoke revoke, BindContext context) =>
        Change(false, revoke.Privileges, revoke.Kind, revoke.Name, revoke.Principals, context);

    public static ShowGrantsPlan Bind(ShowGrants show, BindContext context)
    {
        var target = show.Name is { } on ? context.Names.Any(Kinds.Of(show.Kind!.Value), on) : null;
        var own = show.Principal is { } asked && context.Metastore.EffectivePrincipals(context.User).Contains(asked);
        if (!own)
        {
            // Who else may do what, and who else there is, is told to who manages the object.
            context.Names.RequireNow(
                target ?? context.Metastore.ById(context.Metastore.RootId)!, Privilege.Manage,
                show.Name?.Span ?? show.Span);
        }

        var principal = show.Principal is { } name
            ? context.Metastore.FindPrincipal(name)?.Name
                ?? throw ErrorCode.PrincipalNotFound.Error($"user or group {Identifier.Quote(name)} not found",
                    show.Span)
            : null;
        return new ShowGrantsPlan(target, principal);
    }

    private static ChangeGrantsPlan Change(
        bool isGrant, Sequence<PrivilegeName> names, ObjectKind kind, QualifiedName name,
        Sequence<string> principals, BindContext context)
    {
        var target = context.Names.Any(Kinds.Of(kind), name);
        context.Names.RequireNow(target, Privilege.Manage, name.Span);
        var privileges = names.Select(n => Parse(n, target)).ToArray();
        var found = principals.Select(p => context.Metastore.FindPrincipal(p)?.Name
            ?? throw ErrorCode.PrincipalNotFound.Error(
                $"user or group {Identifier.Quote(p)} not found", name.Span)).ToArray();
        context.Resolution.Target = new ObjectUse(
            context.Metastore.FullName(target), target.Kind.SqlName(), null);
        return new ChangeGrantsPlan(isGrant, target, privileges, found);
    }

    private static Privilege Parse(PrivilegeName name, Securable target)
    {
        var valid = Privileges.ValidOn(target.Kind);
        if (!PrivilegeNames.TryParse(name.Name, out var privilege))
        {
            var near = Identifier.Nearest(name.Name, valid.Select(p => p.SqlName()))
                ?? valid.Select(p => p.SqlName())
                    .FirstOrDefault(p => p.StartsWith(name.Name + " ", StringComparison.OrdinalIgnoreCase));
            throw ErrorCode.InvalidGrant.Error(
                $"{name.Name} is no privilege", name.Span, near is null ? null : $"did you mean {near}?");
        }

        return valid.Contains(privilege)
            ? privilege
            : throw ErrorCode.InvalidGrant.Error(
                $"{name.Name} cannot be granted on {(target.Kind == SecurableKind.ExternalLocation ? "an" : "a")} "
                + target.Kind.SqlName().ToLowerInvariant(), name.Span,
                "one of " + string.Join(", ", valid.Select(p => p.SqlName())));
    }
}
