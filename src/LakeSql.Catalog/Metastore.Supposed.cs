using LakeSql.Common.Names;

namespace LakeSql.Catalog;

public sealed partial class Metastore
{
    /// <summary>What is granted and revoked here alone: the truth stays as it is.</summary>
    private Supposition? supposed;

    /// <summary>
    /// Whose access grants or revokes would change, and how; nothing is done. The same code decides as for real ones.
    /// </summary>
    public IReadOnlyList<AccessChange> Suppose(
        Securable target, IReadOnlyCollection<Privilege> privileges, IReadOnlyCollection<string> principals,
        bool isGrant)
    {
        var now = new Metastore(database, new Answers(State)) { rootId = RootId };
        var then = new Metastore(database, new Answers(State))
        {
            rootId = RootId,
            supposed = new Supposition(target.Id, [.. privileges], principals.ToHashSet(Identifier.Comparer), isGrant),
        };
        var changes = new List<AccessChange>();
        var concerned = Principals().Where(p => now.EffectivePrincipals(p.Name).Overlaps(principals)).ToArray();
        foreach (var securable in Below(target))
        {
            var asked = Privileges.ValidOn(securable.Kind).Append(Privilege.Browse).Distinct()
                .Where(p => p != Privilege.AllPrivileges).Order().ToArray();
            foreach (var principal in concerned)
            {
                var acting = now.EffectivePrincipals(principal.Name);
                changes.AddRange(asked
                    .Where(p => now.Check(acting, securable, p).Allowed != then.Check(acting, securable, p).Allowed)
                    .Select(p => new AccessChange(principal.Name, p, securable, isGrant)));
            }
        }

        return changes;
    }

    /// <summary>
    /// The groups through which <paramref name="member"/> is in <paramref name="group"/>, both of them included; the
    /// shortest way where there are several.
    /// </summary>
    public IReadOnlyList<string> MembershipPath(string member, string group)
    {
        if (Identifier.Same(group, AccountUsers) && !Identifier.Same(member, group))
        {
            return [member, group];
        }

        var open = new Queue<IReadOnlyList<string>>([[member]]);
        var seen = new HashSet<string>(Identifier.Comparer) { member };
        while (open.TryDequeue(out var path))
        {
            if (Identifier.Same(path[^1], group))
            {
                return path;
            }

            foreach (var next in DirectGroupsOf(path[^1]).Where(seen.Add))
            {
                open.Enqueue([.. path, next]);
            }
        }

        return [];
    }

    private List<string> DirectGroupsOf(string member) => database.Query(
        """
        SELECT g.name FROM members m JOIN principals p ON p.id = m.member_id JOIN principals g ON g.id = m.group_id
        WHERE p.folded = $1 ORDER BY g.folded
        """,
        row => row.GetString(0), Naming.Fold(member));

    /// <summary>The securable and all that it holds.</summary>
    private IEnumerable<Securable> Below(Securable target) =>
        Children(target.Id, null).SelectMany(Below).Prepend(target);

    private sealed record Supposition(
        Guid Target, IReadOnlyList<Privilege> Privileges, HashSet<string> Principals, bool IsGrant)
    {
        public IReadOnlyList<Grant> On(Guid securable, IReadOnlyList<Grant> real) => securable != Target ? real
            : IsGrant ? [.. real, .. Principals.SelectMany(p => Privileges.Select(
                g => new Grant(securable, p, g, p, default)))]
            : [.. real.Where(g => !Principals.Contains(g.Principal) || !Privileges.Contains(g.Privilege))];
    }
}

/// <summary>A right that somebody would gain or lose.</summary>
/// <param name="Principal">Who.</param>
/// <param name="Privilege">Which right.</param>
/// <param name="Securable">On what.</param>
/// <param name="IsGained">False where it would be lost.</param>
public sealed record AccessChange(string Principal, Privilege Privilege, Securable Securable, bool IsGained);
