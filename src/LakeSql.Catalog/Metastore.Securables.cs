using System.Collections.ObjectModel;
using LakeSql.Catalog.Storage;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using Microsoft.Data.Sqlite;

namespace LakeSql.Catalog;

public sealed partial class Metastore
{
    private const string SecurableColumns =
        "SELECT id, kind, name, parent_id, owner, comment, created_at, updated_at, properties, named_by "
        + "FROM securables";

    private static readonly IReadOnlyDictionary<string, string> None = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// What has this name in <paramref name="parent"/> (null: the metastore), in the namespace of
    /// <paramref name="kind"/>: asking for a table may find a view and the other way round. Without a kind, tables and
    /// views come first.
    /// </summary>
    public Securable? Find(SecurableKind? kind, Guid? parent, string name) =>
        kind is { } wanted && parent is { } container && known is not null
            ? Known(known.ByName, (container, name, wanted), () => Ask(kind, parent, name))
            : Ask(kind, parent, name);

    private Securable? Ask(SecurableKind? kind, Guid? parent, string name)
    {
        var id = Row.Text(parent ?? Root.Id);
        return kind is { } wanted
            ? Single(
                $"{SecurableColumns} WHERE parent_id = $1 AND folded = $2 AND namespace = $3",
                id, Naming.Fold(name), Naming.NamespaceOf(wanted))
            : Single(
                $"{SecurableColumns} WHERE parent_id = $1 AND folded = $2"
                + " ORDER BY namespace <> 'Table', namespace LIMIT 1",
                id, Naming.Fold(name));
    }

    /// <summary>The securable of that identity; null when there is none any more.</summary>
    public Securable? ById(Guid id) =>
        Known(known?.ById, id, () => Single($"{SecurableColumns} WHERE id = $1", Row.Text(id)));

    /// <summary>What a full name means: a catalog, <c>catalog.schema</c> or <c>catalog.schema.object</c>.</summary>
    public Securable? Resolve(SecurableKind kind, params ReadOnlySpan<string> fullName)
    {
        if (fullName.IsEmpty)
        {
            return kind == SecurableKind.Metastore ? Root : null;
        }

        Guid? parent = null;
        for (var i = 0; i < fullName.Length - 1; i++)
        {
            var container = Find(i == 0 ? SecurableKind.Catalog : SecurableKind.Schema, parent, fullName[i]);
            if (container is null)
            {
                return null;
            }

            parent = container.Id;
        }

        return Find(kind, parent, fullName[^1]);
    }

    /// <summary>What <paramref name="parent"/> holds, by name.</summary>
    public IReadOnlyList<Securable> Children(Guid parent, SecurableKind? kind) => database.Query(
        $"{SecurableColumns} WHERE parent_id = $1 AND ($2 IS NULL OR kind = $2) ORDER BY folded, namespace",
        ToSecurable, Row.Text(parent), kind?.ToString());

    /// <summary>The tables and volumes that lie outside of the lake, in every schema.</summary>
    public IReadOnlyList<Securable> OutsideObjects() => database.Query(
        $"{SecurableColumns} WHERE kind = 'Table' AND json_extract(properties, '$.table_type') = 'EXTERNAL'"
        + " OR kind = 'Volume' AND json_extract(properties, '$.volume_type') = 'EXTERNAL'",
        ToSecurable);

    /// <summary>The tables that are, or were, shallow clones of this one.</summary>
    public IReadOnlyList<Securable> ClonesOf(Guid source) => database.Query(
        $"{SecurableColumns} WHERE kind = 'Table'"
        + $" AND instr(json_extract(properties, '$.{Securable.CloneSourcesProperty}'), $1) > 0",
        ToSecurable, source.ToString());

    /// <summary>The other tables that have a foreign key to this one.</summary>
    public IReadOnlyList<Securable> ReferringTo(Guid table) => database.Query(
        $"{SecurableColumns} WHERE kind = 'Table'"
        + $" AND instr(json_extract(properties, '$.{TableKey.Property}'), $1) > 0",
        ToSecurable, table.ToString());

    /// <summary>Makes a securable; catalogs and external locations lie in the metastore (parent null).</summary>
    /// <param name="kind">What.</param>
    /// <param name="parent">Where.</param>
    /// <param name="name">Its name.</param>
    /// <param name="owner">Whose.</param>
    /// <param name="comment">What is said of it.</param>
    /// <param name="properties">What its kind needs.</param>
    /// <param name="id">Its identity, where something bears it already.</param>
    /// <param name="check">Throws when it may not be made after all; nobody else makes one meanwhile.</param>
    public Securable Create(
        SecurableKind kind,
        Guid? parent,
        string name,
        string owner,
        string? comment,
        IReadOnlyDictionary<string, string> properties,
        Guid? id = null,
        Action? check = null)
    {
        Naming.CheckSecurable(kind, name);
        return database.Write(() =>
        {
            var container = parent is { } given ? Existing(given) : Root;
            if (container.Kind != Naming.ContainerOf(kind))
            {
                throw ErrorCode.WrongObjectKind.Error(
                    $"'{container.Name}' is a {Words(container.Kind)} and cannot hold a {Words(kind)}.");
            }

            RefuseTaken(kind, container, name);
            check?.Invoke();
            var now = Now();
            var made = new Securable(
                id ?? Guid.CreateVersion7(), kind, name, container.Id, Known(owner).Name, comment, now, now,
                properties)
            {
                NamedBy = AccountOf(owner)?.Id,
            };
            Insert(made);
            return made;
        });
    }

    /// <summary>Stores another owner, comment and properties; name and place change by <see cref="Rename"/>.</summary>
    public void Update(Securable changed) => database.Write(() =>
    {
        var count = database.Execute(
            "UPDATE securables SET owner = $2, comment = $3, properties = $4, updated_at = $5 WHERE id = $1",
            Row.Text(changed.Id), Known(changed.Owner).Name, changed.Comment, JsonMap.Write(changed.Properties),
            Row.Micros(Now()));
        if (count == 0)
        {
            throw Gone(changed.Kind, changed.Name);
        }
    });

    /// <summary>
    /// Stores what <paramref name="change"/> makes of the securable as it is now; nobody else changes it meanwhile.
    /// </summary>
    /// <remarks>When a table loses its primary key, the foreign keys go that refer to it.</remarks>
    public void Change(Guid id, Func<Securable, Securable> change) => database.Write(() =>
    {
        var old = Existing(id);
        var changed = change(old);
        Update(changed);
        if (old.HasPrimaryKey && !changed.HasPrimaryKey)
        {
            foreach (var referring in ReferringTo(id))
            {
                Update(referring.WithKeys([.. referring.Keys.Where(k => k.Parent != id)]));
            }
        }
    });

    /// <summary>The securables that have a property.</summary>
    public IReadOnlyList<Securable> WithProperty(string name) => database.Query(
        $"{SecurableColumns} WHERE json_extract(properties, $1) IS NOT NULL ORDER BY folded", ToSecurable, "$." + name);

    /// <summary>Another text when a function or a view was made, changed or dropped.</summary>
    public string RoutinesState() => database.Query(
        "SELECT count(*), max(updated_at) FROM securables WHERE kind IN ('Function', 'View')",
        row => $"{row.GetValue(0)} {row.GetValue(1)}")[0];

    /// <summary>Gives a securable another name and, within its catalog level, another container.</summary>
    /// <param name="id">Which.</param>
    /// <param name="newName">Its name from now on.</param>
    /// <param name="user">Who gives it.</param>
    /// <param name="newParent">What holds it from now on; null for what holds it now.</param>
    public Securable Rename(Guid id, string newName, string user, Guid? newParent = null) => database.Write(() =>
    {
        var old = Existing(id);
        if (old.ParentId is not { } oldParent)
        {
            throw ErrorCode.SystemObject.Error("The metastore cannot be renamed.");
        }

        Naming.CheckSecurable(old.Kind, newName);
        var container = Existing(newParent ?? oldParent);
        if (container.Kind != Naming.ContainerOf(old.Kind))
        {
            throw ErrorCode.WrongObjectKind.Error($"'{container.Name}' cannot hold a {Words(old.Kind)}.");
        }

        RefuseTaken(old.Kind, container, newName, id);
        var fullName = FullName(old);
        database.Execute(
            "UPDATE securables SET name = $2, folded = $3, parent_id = $4, updated_at = $5, named_by = $6 "
                + "WHERE id = $1",
            Row.Text(id), newName, Naming.Fold(newName), Row.Text(container.Id), Row.Micros(Now()),
            AccountOf(user)?.Id);
        var renamed = Existing(id);
        RenameTrainingData(fullName, FullName(renamed));
        return renamed;
    });

    /// <summary>Drops a securable, everything below it, and the grants on all of these.</summary>
    /// <param name="id">Which.</param>
    /// <param name="check">Throws when it may not be dropped after all; nobody else makes anything meanwhile.</param>
    public void Drop(Guid id, Action? check = null) => database.Write(() =>
    {
        check?.Invoke();
        if (ById(id) is { ParentId: null })
        {
            throw ErrorCode.SystemObject.Error("The metastore cannot be dropped.");
        }

        database.Execute("DELETE FROM securables WHERE id = $1", Row.Text(id));
    });

    /// <summary>The securable's name from its catalog on, as SQL writes it.</summary>
    public string FullName(Securable securable) => securable.ParentId is null ? "METASTORE"
        : Known(known?.FullNames, securable.Id, () => string.Join('.', Chain(securable)
            .Where(s => s.ParentId is not null).Reverse().Select(s => Identifier.Quote(s.Name))));

    /// <summary>The securable, what holds it, and so on up to the metastore.</summary>
    internal List<Securable> Chain(Securable securable)
    {
        var chain = new List<Securable> { securable };
        while (chain[^1].ParentId is { } parent && ById(parent) is { } container)
        {
            chain.Add(container);
        }

        return chain;
    }

    private static string Words(SecurableKind kind) =>
        kind == SecurableKind.ExternalLocation ? "external location" : kind.ToString().ToLowerInvariant();

    private static LakeSqlException Gone(SecurableKind kind, string name) =>
        Naming.NotFound(kind).Error($"The {Words(kind)} '{name}' does not exist.");

    private static DateTimeOffset Now() => Row.FromMicros((long)Row.Micros(DateTimeOffset.UtcNow));

    private static Securable ToSecurable(SqliteDataReader row) => new(
        row.Id(0), Enum.Parse<SecurableKind>(row.GetString(1)), row.GetString(2), row.IdOrNull(3), row.GetString(4),
        row.TextOrNull(5), row.Instant(6), row.Instant(7), JsonMap.Read(row.GetString(8)))
    {
        NamedBy = row.IsDBNull(9) ? null : row.GetInt64(9),
    };

    private Securable Existing(Guid id) =>
        ById(id) ?? throw ErrorCode.TableNotFound.Error("What the statement needs has been dropped meanwhile.");

    private void RefuseTaken(SecurableKind kind, Securable container, string name, Guid? except = null)
    {
        if (Find(kind, container.Id, name) is { } taken && taken.Id != except)
        {
            throw ErrorCode.AlreadyExists.Error($"The {Words(taken.Kind)} '{FullName(taken)}' exists already.");
        }
    }

    private void Insert(Securable made) => database.Execute(
        """
        INSERT INTO securables
            (id, kind, namespace, parent_id, name, folded, owner, comment, created_at, updated_at, properties, named_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        Row.Text(made.Id), made.Kind.ToString(), Naming.NamespaceOf(made.Kind),
        made.ParentId is { } parent ? Row.Text(parent) : null, made.Name, Naming.Fold(made.Name), made.Owner,
        made.Comment, Row.Micros(made.CreatedAt), Row.Micros(made.UpdatedAt), JsonMap.Write(made.Properties),
        made.NamedBy);

    private Securable? Single(string sql, params ReadOnlySpan<object?> values) =>
        database.Query(sql, ToSecurable, values) is [var found, ..] ? found : null;
}
