using LakeSql.Catalog;

namespace LakeSql.Planner.Policies;

/// <summary>All that may hold for a table: its own row filter and masks, and policies by tags from above.</summary>
public static class EffectivePolicies
{
    /// <summary>
    /// True when some reader may not see all of the table as it is stored. Every road to its rows asks this.
    /// </summary>
    public static bool MayHold(Securable table, Metastore metastore) =>
        table.Properties.ContainsKey(TablePolicy.Property) || Tagged(table, metastore).Count > 0;

    /// <summary>
    /// The policies by tags that may hold for the table, in any of its versions: columns that are gone count, and
    /// columns without tags are taken to be there.
    /// </summary>
    internal static IReadOnlyList<TagPolicy> Tagged(Securable table, Metastore metastore)
    {
        var chain = Chain(table, metastore);
        if (table.Kind != SecurableKind.Table || !chain.Any(s => s.Properties.ContainsKey(TagPolicy.Property)))
        {
            return [];
        }

        var tags = new Dictionary<string, string>();
        foreach (var (key, value) in chain.SelectMany(Tags.Of))
        {
            // What is nearer to the table comes first.
            tags.TryAdd(key, value);
        }

        var columns = Tags.OfColumns(table).Values.Append([]).ToArray();
        return [.. chain.SelectMany(TagPolicy.Of).Where(p => TagPolicy.Holds(p.Definition.When, tags)
            && p.Definition.Match.All(m => columns.Any(c => TagPolicy.Holds(m.Condition, c))))];
    }

    /// <summary>
    /// What policies of the table and of what holds it say to a user, as one text: it is another when they may let
    /// something else be seen. A function of theirs may call others, and read views; what it is given depends on who
    /// set it.
    /// </summary>
    public static string State(Securable table, string user, Metastore metastore)
    {
        var chain = Chain(table, metastore);
        var said = chain.SelectMany(
            s => s.Properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));
        return string.Join('\n', MayHold(table, metastore)
            ? [.. said, metastore.RoutinesState(), .. SettersOf(table, metastore).Prepend(user).Select(Standing)]
            : said);

        string Standing(string who)
        {
            var principals = metastore.EffectivePrincipals(who);
            var managed = chain.Where(s => metastore.Check(principals, s, Privilege.Manage).Allowed).Select(s => s.Id);
            return string.Join(
                ' ',
                [who, MayRead(table, who, metastore), .. principals.Order(StringComparer.Ordinal), .. managed]);
        }
    }

    /// <summary>True for a user who may read the table, or what is seen of it.</summary>
    internal static bool MayRead(Securable table, string user, Metastore metastore)
    {
        var principals = metastore.EffectivePrincipals(user);
        return metastore.MayName(principals, table) && metastore.Check(principals, table, Privilege.Select).Allowed;
    }

    /// <summary>Who set policies that may hold for the table.</summary>
    private static IEnumerable<string> SettersOf(Securable table, Metastore metastore) => TablePolicy.Of(table).Uses
        .Select(u => PolicySetter.Name(u.SetBy, table, metastore))
        .Concat(Tagged(table, metastore).Select(p => PolicySetter.Name(p.SetBy, p.On, metastore))).Distinct();

    /// <summary>The securable, then its schema, then its catalog.</summary>
    public static IReadOnlyList<Securable> Chain(Securable securable, Metastore metastore)
    {
        var chain = new List<Securable>();
        for (Securable? s = securable; s is { ParentId: var parent }; s = parent is { } id ? metastore.ById(id) : null)
        {
            chain.Add(s);
        }

        return chain;
    }
}
