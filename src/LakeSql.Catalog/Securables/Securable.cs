namespace LakeSql.Catalog;

/// <summary>Something that has a name, an owner and grants.</summary>
/// <param name="Id">Never changes, also when the name does.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its own name, spelling kept.</param>
/// <param name="ParentId">The securable that holds it; null for the metastore only.</param>
/// <param name="Owner">The principal that has every right on it.</param>
/// <param name="Comment">What a person said of it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="Properties">Whatever its kind needs, by name.</param>
public sealed record Securable(
    Guid Id,
    SecurableKind Kind,
    string Name,
    Guid? ParentId,
    string Owner,
    string? Comment,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    IReadOnlyDictionary<string, string> Properties)
{
    /// <summary>
    /// The account of who gave it its name: who made it, or renamed it last. Null where that is not known.
    /// </summary>
    public long? NamedBy { get; init; }

    /// <summary>The property that names the tables of which a table is a shallow clone.</summary>
    public const string CloneSourcesProperty = "clone_sources";

    /// <summary>
    /// The tables in whose directories files of this one may lie. They stand here and not in its log alone, as a log
    /// can be written by whoever can write files.
    /// </summary>
    public IReadOnlyList<Guid> CloneSources => Properties.TryGetValue(CloneSourcesProperty, out var ids)
        ? [.. ids.Split(' ').Select(Guid.Parse)] : [];

    /// <summary>The same table as a shallow clone of these as well.</summary>
    public Securable WithCloneSources(IEnumerable<Guid> sources) => CloneSources.Union(sources).ToList() is
        { Count: > 0 } all
            ? WithProperty(CloneSourcesProperty, string.Join(' ', all)) : this;

    /// <summary>The primary and foreign keys of a table.</summary>
    public IReadOnlyList<TableKey> Keys =>
        Properties.TryGetValue(TableKey.Property, out var keys) ? TableKey.Read(keys) : [];

    /// <summary>True for a table that foreign keys may refer to.</summary>
    public bool HasPrimaryKey => Keys.Any(k => k.Parent is null);

    /// <summary>The same table with these keys.</summary>
    public Securable WithKeys(IReadOnlyCollection<TableKey> keys) =>
        this with { Properties = TableKey.With(Properties, keys) };

    /// <summary>The same securable with a property of this value, or without it when the value is null.</summary>
    public Securable WithProperty(string name, string? value) =>
        this with { Properties = With(Properties, name, value) };

    /// <summary>Properties with one of this value, or without it when the value is null.</summary>
    public static IReadOnlyDictionary<string, string> With(
        IReadOnlyDictionary<string, string> properties, string name, string? value)
    {
        var changed = new Dictionary<string, string>(properties);
        if (value is null)
        {
            changed.Remove(name);
        }
        else
        {
            changed[name] = value;
        }

        return changed;
    }

    /// <summary>Where a table or volume lies whose directory is not the lake's own; null for all others.</summary>
    public string? OutsidePath =>
        Properties.GetValueOrDefault(Kind == SecurableKind.Volume ? "volume_type" : "table_type") == "EXTERNAL"
            ? Properties["location"] : null;
}
