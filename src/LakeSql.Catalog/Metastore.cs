using LakeSql.Catalog.Storage;
using LakeSql.Common.Errors;

namespace LakeSql.Catalog;

/// <summary>
/// The truth about a lake's securables, principals, grants, models, runs and statements. Many processes may have it
/// open at once, and many threads may use one instance.
/// </summary>
public sealed partial class Metastore : IDisposable
{
    /// <summary>The group that holds everyone and whose members cannot be changed.</summary>
    public const string AccountUsers = "account users";

    private readonly Database database;
    private Guid? rootId;

    /// <summary>Opens the lake in <paramref name="directory"/>, making it when there is none.</summary>
    /// <param name="directory">The lake.</param>
    /// <param name="osUser">Becomes the metastore admin of a new lake.</param>
    public static Metastore Open(string directory, string osUser) =>
        new(MetastoreFile.Open(directory, seeded => Seed(seeded, osUser)), null);

    /// <summary>The metastore itself as a securable.</summary>
    public Securable Root =>
        Single($"{SecurableColumns} WHERE parent_id IS NULL AND kind = 'Metastore'")
        ?? throw ErrorCode.MetastoreUnusable.Error("The lake's metastore has no root.");

    /// <summary>The id of <see cref="Root"/>, which never changes.</summary>
    public Guid RootId => rootId ??= Root.Id;

    /// <summary>The metastore admin, who has every right: the owner of <see cref="Root"/>.</summary>
    public string AdminName => Root.Owner;

    /// <inheritdoc/>
    public void Dispose() => database.Dispose();

    private static void Seed(Database database, string admin)
    {
        var metastore = new Metastore(database, null);
        if (database.Query("SELECT 1 FROM securables LIMIT 1", row => row.GetInt32(0)).Count > 0)
        {
            return;
        }

        Naming.CheckPrincipal(admin);
        metastore.AddPrincipal(AccountUsers, PrincipalKind.Group, null);
        metastore.AddPrincipal(admin, PrincipalKind.User, null);
        var now = DateTimeOffset.UtcNow;
        metastore.Insert(
            new(Guid.CreateVersion7(), SecurableKind.Metastore, "metastore", null, admin, null, now, now, None));
        var main = metastore.Create(SecurableKind.Catalog, null, "main", admin, null, None);
        metastore.Create(SecurableKind.Schema, main.Id, "default", admin, null, None);
        SeedSystem(metastore, admin, now);
    }

    /// <summary>
    /// The catalog <c>system</c>: its tables are securables like others, so that grants decide who reads them. At
    /// first nobody but the metastore admin does.
    /// </summary>
    private static void SeedSystem(Metastore metastore, string admin, DateTimeOffset now)
    {
        Securable Add(SecurableKind kind, string name, Guid parent, IReadOnlyDictionary<string, string> properties)
        {
            var made = new Securable(Guid.CreateVersion7(), kind, name, parent, admin, null, now, now, properties);
            metastore.Insert(made);
            return made;
        }

        var system = Add(SecurableKind.Catalog, "system", metastore.RootId, None);
        foreach (var schema in SystemTables.All.GroupBy(t => t.Schema))
        {
            var parent = Add(SecurableKind.Schema, schema.Key, system.Id, None);
            foreach (var table in schema)
            {
                var properties = new Dictionary<string, string> { ["system"] = $"{table.Schema}.{table.Name}" };
                Add(SecurableKind.Table, table.Name, parent.Id, properties);
            }
        }
    }
}
