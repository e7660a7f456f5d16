using LakeSql.Catalog.Storage;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using Microsoft.Data.Sqlite;

namespace LakeSql.Catalog;

public sealed partial class Metastore
{
    private const string PrincipalColumns = "SELECT name, kind, password_hash IS NOT NULL, created_at FROM principals";

    /// <summary>The user or group of that name.</summary>
    public Principal? FindPrincipal(string name) =>
        database.Query($"{PrincipalColumns} WHERE folded = $1", ToPrincipal, Naming.Fold(name)) is [var found]
            ? found : null;

    /// <summary>Every user and group, by name.</summary>
    public IReadOnlyList<Principal> Principals() => database.Query($"{PrincipalColumns} ORDER BY folded", ToPrincipal);

    /// <summary>Makes a user; without a password nobody can log in as that user with one.</summary>
    public Principal CreateUser(string name, string? password = null)
    {
        var hash = password is null ? null : Hash(name, password);
        return database.Write(() => AddPrincipal(name, PrincipalKind.User, hash));
    }

    /// <summary>Gives a user another password, and forgets failed logins.</summary>
    public void SetPassword(string user, string password)
    {
        var hash = Hash(user, password);
        database.Write(() =>
        {
            KnownAs(PrincipalKind.User, user);
            database.Execute("UPDATE principals SET password_hash = $2 WHERE folded = $1", Naming.Fold(user), hash);
            ForgetFailures(user);
        });
    }

    /// <summary>Drops a user with memberships and grants; refused while the user owns something.</summary>
    public void DropUser(string name) => DropPrincipal(PrincipalKind.User, name);

    /// <summary>Makes a group.</summary>
    public Principal CreateGroup(string name) => database.Write(() => AddPrincipal(name, PrincipalKind.Group, null));

    /// <summary>Drops a group with memberships and grants; refused while the group owns something.</summary>
    public void DropGroup(string name) => DropPrincipal(PrincipalKind.Group, name);

    /// <summary>Puts a user or group into a group; false when it is in there already.</summary>
    public bool AddMember(string group, string member) => database.Write(() =>
    {
        RefuseBuiltIn(group);
        RefuseBuiltIn(member);
        KnownAs(PrincipalKind.Group, group);
        var added = Known(member);
        if (Identifier.Same(group, member) || GroupsOf(group).Contains(added.Name))
        {
            throw ErrorCode.InvalidUse.Error($"'{group}' is itself a member of '{member}'.");
        }

        return database.Execute(
            """
            INSERT OR IGNORE INTO members (group_id, member_id)
            SELECT g.id, m.id FROM principals g, principals m WHERE g.folded = $1 AND m.folded = $2
            """,
            Naming.Fold(group), Naming.Fold(member)) > 0;
    });

    /// <summary>Takes a user or group out of a group; false when it was not in there.</summary>
    public bool RemoveMember(string group, string member) => database.Write(() =>
    {
        RefuseBuiltIn(group);
        KnownAs(PrincipalKind.Group, group);
        Known(member);
        return database.Execute(
            """
            DELETE FROM members WHERE group_id = (SELECT id FROM principals WHERE folded = $1)
                AND member_id = (SELECT id FROM principals WHERE folded = $2)
            """,
            Naming.Fold(group), Naming.Fold(member)) > 0;
    });

    /// <summary>The direct members of a group, by name.</summary>
    public IReadOnlyList<Principal> Members(string group) => database.Query(
        $"""
        {PrincipalColumns} WHERE id IN (
            SELECT m.member_id FROM members m JOIN principals g ON g.id = m.group_id WHERE g.folded = $1)
        ORDER BY folded
        """,
        ToPrincipal, Naming.Fold(group));

    /// <summary>As whom a user acts: the user, all groups that hold the user at any depth, and everyone.</summary>
    public IReadOnlySet<string> EffectivePrincipals(string user) =>
        Known(known?.Principals, user, () => database.Together<IReadOnlySet<string>>(() =>
        {
            var principals = GroupsOf(user);
            principals.Add(Known(user).Name);
            principals.Add(AccountUsers);
            return principals;
        }));

    /// <summary>The user's identity and whether the user may work; null when there is none any more.</summary>
    public Account? AccountOf(string user) => Known(known?.Accounts, user, () => database.Query(
        "SELECT id, is_disabled, disabled_count FROM principals WHERE folded = $1 AND kind = 'User'",
        row => new Account(row.GetInt64(0), row.GetBoolean(1), row.GetInt64(2)), Naming.Fold(user)) is [var found]
            ? found : null);

    /// <summary>The user whose account it is; null when there is none any more.</summary>
    public string? UserOf(long account) => database.Query(
        "SELECT name FROM principals WHERE id = $1 AND kind = 'User'", row => row.GetString(0), account) is [var found]
            ? found : null;

    /// <summary>Lets a user log in and work, or no longer; letting forgets failed logins.</summary>
    public void Enable(string user, bool isEnabled) => database.Write(() =>
    {
        KnownAs(PrincipalKind.User, user);
        database.Execute(
            "UPDATE principals SET is_disabled = $2, disabled_count = disabled_count + $2 WHERE folded = $1",
            Naming.Fold(user), !isEnabled);
        ForgetFailures(user);
    });

    private static Principal ToPrincipal(SqliteDataReader row) =>
        new(row.GetString(0), Enum.Parse<PrincipalKind>(row.GetString(1)), row.GetBoolean(2), row.Instant(3));

    private static string Hash(string user, string password)
    {
        PasswordRules.Check(user, password);
        return Hasher.HashPassword(user, password);
    }

    private static void RefuseBuiltIn(string name)
    {
        if (Identifier.Same(name, AccountUsers))
        {
            throw ErrorCode.SystemObject.Error($"The group '{AccountUsers}' holds everyone and cannot be changed.");
        }
    }

    private Principal AddPrincipal(string name, PrincipalKind kind, string? hash)
    {
        Naming.CheckPrincipal(name);
        if (FindPrincipal(name) is { } taken)
        {
            throw ErrorCode.AlreadyExists.Error($"The {Words(taken.Kind)} '{taken.Name}' exists already.");
        }

        database.Execute(
            "INSERT INTO principals (name, folded, kind, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)",
            name, Naming.Fold(name), kind.ToString(), hash, Row.Micros(DateTimeOffset.UtcNow));
        return FindPrincipal(name)!;
    }

    private void DropPrincipal(PrincipalKind kind, string name) => database.Write(() =>
    {
        RefuseBuiltIn(name);
        var principal = KnownAs(kind, name);
        var owned = database.Query(
            $"{SecurableColumns} WHERE owner = $1 ORDER BY parent_id IS NOT NULL LIMIT 1", ToSecurable, principal.Name);
        if (owned is [var first])
        {
            var what = first.ParentId is null ? "the metastore" : $"the {Words(first.Kind)} '{FullName(first)}'";
            throw ErrorCode.NotEmpty.Error(
                $"'{principal.Name}' still owns {what}.", hint: "Give what it owns to another owner first.");
        }

        database.Execute("DELETE FROM principals WHERE folded = $1", Naming.Fold(name));
        ForgetFailures(name);
    });

    private HashSet<string> GroupsOf(string member) => database.Query(
        """
        WITH RECURSIVE holding (id) AS (
            SELECT m.group_id FROM members m JOIN principals p ON p.id = m.member_id WHERE p.folded = $1
            UNION SELECT m.group_id FROM members m JOIN holding h ON m.member_id = h.id)
        SELECT name FROM principals WHERE id IN holding
        """,
        row => row.GetString(0), Naming.Fold(member)).ToHashSet(Identifier.Comparer);

    private Principal Known(string name) => FindPrincipal(name)
        ?? throw ErrorCode.PrincipalNotFound.Error($"No user or group is named '{name}'.");

    private Principal KnownAs(PrincipalKind kind, string name) => Known(name) is var found && found.Kind == kind
        ? found
        : throw ErrorCode.PrincipalNotFound.Error($"'{name}' is not a {Words(kind)}.");

    private static string Words(PrincipalKind kind) => kind.ToString().ToLowerInvariant();
}
