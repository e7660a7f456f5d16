using LakeSql.Catalog.Storage;
using LakeSql.Common.Errors;
using Microsoft.Data.Sqlite;

namespace LakeSql.Catalog;

public sealed partial class Metastore
{
    private const string GrantColumns =
        """
        SELECT g.securable_id, p.name, g.privilege, g.grantor, g.granted_at
        FROM grants g JOIN principals p ON p.id = g.principal_id
        """;

    /// <summary>Grants a privilege; false when the principal had that grant already.</summary>
    public bool Grant(Guid securable, string principal, Privilege privilege, string grantor) => database.Write(() =>
    {
        RefuseInvalid(Existing(securable), privilege);
        var grantee = Known(principal);
        return database.Execute(
            """
            INSERT OR IGNORE INTO grants (securable_id, principal_id, privilege, grantor, granted_at)
            SELECT $1, id, $3, $4, $5 FROM principals WHERE folded = $2
            """,
            Row.Text(securable), Naming.Fold(grantee.Name), privilege.ToString(), grantor, Row.Micros(Now())) > 0;
    });

    /// <summary>Takes a grant back; false when there was none. What is inherited stays.</summary>
    public bool Revoke(Guid securable, string principal, Privilege privilege) => database.Write(() =>
    {
        RefuseInvalid(Existing(securable), privilege);
        return database.Execute(
            """
            DELETE FROM grants WHERE securable_id = $1 AND privilege = $3
                AND principal_id = (SELECT id FROM principals WHERE folded = $2)
            """,
            Row.Text(securable), Naming.Fold(Known(principal).Name), privilege.ToString()) > 0;
    });

    /// <summary>The grants on a securable itself, by principal.</summary>
    public IReadOnlyList<Grant> GrantsOn(Guid securable)
    {
        var real = database.Query(
            $"{GrantColumns} WHERE g.securable_id = $1 ORDER BY p.folded, g.privilege", ToGrant, Row.Text(securable));
        return supposed?.On(securable, real) ?? real;
    }

    /// <summary>The grants to a principal itself, not to its groups.</summary>
    public IReadOnlyList<Grant> GrantsTo(string principal) => database.Query(
        $"{GrantColumns} WHERE p.folded = $1 ORDER BY g.granted_at, g.privilege", ToGrant, Naming.Fold(principal));

    /// <summary>
    /// Whether these principals may do that. Allowed are the metastore admin, the owner of the target or of what holds
    /// it, and who was granted the privilege or ALL PRIVILEGES on one of these. ALL PRIVILEGES gives no MANAGE, and
    /// BROWSE comes with every privilege that the target can have.
    /// </summary>
    public AccessDecision Check(IReadOnlySet<string> principals, Securable target, Privilege privilege) =>
        Known(known?.Decisions, (principals, target.Id, privilege), () => database.Together(() =>
        {
            var chain = Chain(target);
            return ByOwnership(principals, chain, privilege)
                ?? ByGrant(principals, chain, privilege)
                ?? new AccessDecision(false, AccessGround.NoGrant, target, privilege);
        }));

    /// <summary>
    /// True when these principals own the securable or have any grant on it, on what holds it, or on what it holds.
    /// Such a securable may be listed and suggested to them; another may not.
    /// </summary>
    public bool IsVisible(IReadOnlySet<string> principals, Securable securable) => database.Together(() =>
    {
        var chain = Chain(securable);
        return ByOwnership(principals, chain, Privilege.Browse) is not null
            || GrantsOn(securable.Id).Any(g => principals.Contains(g.Principal))
            || chain.Skip(1).Any(s => GrantsOn(s.Id).Any(g =>
                principals.Contains(g.Principal) && MakesVisible(g.Privilege, securable.Kind)
                && (g.Privilege is Privilege.AllPrivileges or Privilege.Browse
                    || Privileges.ValidOn(securable.Kind).Contains(g.Privilege))))
            || (securable.Kind is SecurableKind.Catalog or SecurableKind.Schema
                && GrantsOn(securable.Id).Any(g => principals.Contains(g.Principal)));
    });

    /// <summary>
    /// True when an object of a schema is visible to these principals and they may enter the schema and its catalog.
    /// </summary>
    public bool MayName(IReadOnlySet<string> principals, Securable item) =>
        IsVisible(principals, item) && ById(item.ParentId!.Value) is { } schema
        && Check(principals, schema, Privilege.UseSchema).Allowed
        && Check(principals, ById(schema.ParentId!.Value)!, Privilege.UseCatalog).Allowed;

    /// <summary>USE from above opens the way to schemas, and shows nothing of what is in them.</summary>
    private static bool MakesVisible(Privilege inherited, SecurableKind kind) =>
        inherited != Privilege.UseCatalog && (inherited != Privilege.UseSchema || kind == SecurableKind.Schema);

    private static AccessDecision? ByOwnership(
        IReadOnlySet<string> principals, List<Securable> chain, Privilege privilege)
    {
        // From the metastore down: that someone is the admin says more than that they own the table.
        for (var i = chain.Count - 1; i >= 0; i--)
        {
            if (principals.Contains(chain[i].Owner))
            {
                var ground = chain[i].Kind == SecurableKind.Metastore ? AccessGround.Admin : AccessGround.Owner;
                return new AccessDecision(true, ground, chain[0], privilege, chain[i], chain[i].Owner);
            }
        }

        return null;
    }

    private AccessDecision? ByGrant(IReadOnlySet<string> principals, List<Securable> chain, Privilege privilege)
    {
        foreach (var securable in chain)
        {
            var grant = GrantsOn(securable.Id).FirstOrDefault(
                g => principals.Contains(g.Principal) && Gives(g.Privilege, privilege, chain[0].Kind));
            if (grant is not null)
            {
                var ground = securable.Id == chain[0].Id ? AccessGround.DirectGrant : AccessGround.InheritedGrant;
                return new AccessDecision(true, ground, chain[0], privilege, securable, grant.Principal, grant);
            }
        }

        return null;
    }

    private static bool Gives(Privilege granted, Privilege asked, SecurableKind target) =>
        granted == asked
        || (granted == Privilege.AllPrivileges && asked != Privilege.Manage)
        || (asked == Privilege.Browse && Privileges.ValidOn(target).Contains(granted));

    private static Grant ToGrant(SqliteDataReader row) => new(
        row.Id(0), row.GetString(1), Enum.Parse<Privilege>(row.GetString(2)), row.GetString(3), row.Instant(4));

    private static void RefuseInvalid(Securable securable, Privilege privilege)
    {
        if (!Privileges.ValidOn(securable.Kind).Contains(privilege))
        {
            throw ErrorCode.InvalidGrant.Error(
                $"A {Words(securable.Kind)} has no privilege {privilege.SqlName()}.");
        }
    }
}
