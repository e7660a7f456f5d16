using LakeSql.Catalog.Storage;
using LakeSql.Common.Names;

namespace LakeSql.Catalog;

public sealed partial class Metastore
{
    /// <summary>Sets limits of a user or group; a value of null takes one away.</summary>
    public void SetLimits(string principal, IReadOnlyList<(string Name, long? Value)> limits) => database.Write(() =>
    {
        Known(principal);
        foreach (var (name, value) in limits)
        {
            database.Execute(
                """
                DELETE FROM limits WHERE name = $2
                    AND principal_id = (SELECT id FROM principals WHERE folded = $1)
                """,
                Naming.Fold(principal), name);
            if (value is not null)
            {
                database.Execute(
                    "INSERT INTO limits SELECT id, $2, $3 FROM principals WHERE folded = $1",
                    Naming.Fold(principal), name, value);
            }
        }
    });

    /// <summary>The limits of a user or group and of all groups that hold it.</summary>
    public IReadOnlyList<PrincipalLimit> LimitsOf(string principal)
    {
        var holders = GroupsOf(principal);
        holders.Add(principal);
        holders.Add(AccountUsers);
        return [.. database.Query(
            """
            SELECT p.name, l.name, l.value FROM limits l JOIN principals p ON p.id = l.principal_id
            ORDER BY l.name, l.value, p.folded
            """,
            row => new PrincipalLimit(row.GetString(0), row.GetString(1), row.GetInt64(2)))
            .Where(l => holders.Contains(l.Principal))];
    }

    /// <summary>What limits a user's statements; nothing limits the metastore admin, who has to undo limits.</summary>
    public Limits LimitsInForce(string user) => Known(
        known?.Limits, user,
        () => Identifier.Same(user, AdminName) ? Limits.None : Limits.Smallest(LimitsOf(user)));
}
