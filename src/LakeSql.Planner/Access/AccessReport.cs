using LakeSql.Catalog;
using LakeSql.Common.Names;

namespace LakeSql.Planner.Access;

/// <summary>Says in rows what allows or denies rights, by the code that decides on them.</summary>
/// <remarks>
/// Of others the asker is told the grants on what the asker manages, as by SHOW GRANTS, and of memberships that in a
/// group that has such a grant. Who manages the metastore is told all.
/// </remarks>
/// <param name="metastore">What is granted.</param>
/// <param name="principal">Whose rights.</param>
/// <param name="asker">Who is told.</param>
internal sealed class AccessReport(Metastore metastore, string principal, string asker)
{
    private readonly IReadOnlySet<string> askers = metastore.EffectivePrincipals(asker);
    private readonly List<AccessRow> rows = [];
    private readonly HashSet<(Guid, Privilege)> told = [];

    /// <summary>One row a right, in the order in which they were added.</summary>
    public IReadOnlyList<AccessRow> Rows => rows;

    /// <summary>The right, and before it the rights to reach the object.</summary>
    public void Add(Securable target, Privilege privilege)
    {
        var parent = target.ParentId is { } id ? metastore.ById(id) : null;
        switch (parent?.Kind)
        {
            case SecurableKind.Catalog:
                Add(parent, Privilege.UseCatalog);
                break;
            case SecurableKind.Schema:
                Add(parent, Privilege.UseSchema);
                break;
        }

        if (told.Add((target.Id, privilege)))
        {
            rows.Add(RowOf(target, privilege, Named(target)));
        }
    }

    /// <summary>A right on what covers a path; what that is, is told to those alone who have a right on it.</summary>
    public void AddPath(Securable covering, Privilege privilege, string path)
    {
        var row = RowOf(covering, privilege, path);
        rows.Add(row.Allowed ? row : row with { Reason = $"no grant of {privilege.SqlName()}", Needed = null });
    }

    /// <summary>What a view reads is not told to its readers; that it cannot is.</summary>
    public void AddView(RequiredAccess access)
    {
        if (!Authorizer.IsAllowed(access, metastore))
        {
            rows.Add(new AccessRow(
                access.Privilege.SqlName(), access.View!, false,
                $"its owner {access.Principal} may not read what it reads", null, null, null, null));
        }
    }

    private AccessRow RowOf(Securable target, Privilege privilege, string name)
    {
        var decision = metastore.Check(metastore.EffectivePrincipals(principal), target, privilege);
        if (!askers.Contains(principal) && decision.Through is { } giving && !Manages(giving))
        {
            return new AccessRow(
                privilege.SqlName(), name, true, $"given by what {asker} does not manage", null, null, null, null);
        }

        var path = decision.Principal is { } through ? PathTo(through) : [];
        return new AccessRow(
            privilege.SqlName(), name, decision.Allowed, decision.Reason,
            decision.Through is { } on ? Named(on) : null, decision.Principal,
            path.Count > 1 ? string.Join(" < ", path.Select(Identifier.Quote)) : null,
            decision.Allowed || !Privileges.ValidOn(target.Kind).Contains(privilege) ? null
                : $"GRANT {privilege.SqlName()} ON {Named(target)} TO {Identifier.Quote(principal)}");
    }

    private IReadOnlyList<string> PathTo(string group)
    {
        var path = metastore.MembershipPath(principal, group);
        return path.Count <= 2 || askers.Contains(principal) || Manages(metastore.ById(metastore.RootId)!) ? path
            : [path[0], path[^1]];
    }

    private bool Manages(Securable securable) => metastore.Check(askers, securable, Privilege.Manage).Allowed;

    private string Named(Securable securable) => securable.Kind == SecurableKind.Metastore ? "METASTORE"
        : $"{securable.Kind.SqlName()} {metastore.FullName(securable)}";
}

/// <summary>One right of EXPLAIN ACCESS.</summary>
/// <param name="Privilege">Which.</param>
/// <param name="Securable">On what.</param>
/// <param name="Allowed">Whether it is there.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Through">The securable whose owner or grant gives it.</param>
/// <param name="GrantedTo">Who has it there: the principal, or a group that holds them.</param>
/// <param name="Groups">The way from the principal to that group.</param>
/// <param name="Needed">The GRANT that would give it, where none does.</param>
public sealed record AccessRow(
    string Privilege, string Securable, bool Allowed, string Reason, string? Through, string? GrantedTo,
    string? Groups, string? Needed);
