using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Policies;
using LakeSql.Syntax;

namespace LakeSql.Planner.Binding;

/// <summary>The text of a view or function while it is bound: what its names mean, and what they meant.</summary>
/// <remarks>
/// A name is free once its object is dropped or renamed: whoever may make objects in that schema could put something
/// else there, of which the text, a policy's perhaps, would then say what its owner never meant. So could who takes a
/// column away or adds one: <c>note</c> in a subquery is a column of its table, or else one of the query around it, or
/// the function's parameter; <c>*</c> and NATURAL JOIN mean all there are. So the text sees the columns that were
/// there, and in structs the fields: <see cref="FieldsMeant"/>.
/// </remarks>
/// <param name="text">The view or function; without <see cref="Property"/> its names are only noted.</param>
/// <param name="metastore">Who manages what.</param>
internal sealed class KeptText(Securable text, Metastore metastore)
{
    /// <summary>What a view or function keeps the meaning of its names in.</summary>
    public const string Property = "meaning";

    private static readonly ConditionalWeakTable<Securable, Kept> Known = [];

    private readonly Kept? meant = text.Properties.ContainsKey(Property)
        ? Known.GetValue(text, t => JsonSerializer.Deserialize<Kept>(t.Properties[Property])!) : null;

    private readonly Dictionary<Guid, Securable> objects = [];
    private readonly Dictionary<string, IReadOnlyList<string>> columns = [];
    private readonly Dictionary<string, Dictionary<string, string>> types = [];
    private string place = "";

    /// <summary>The names that were found so far, as a text for <see cref="Property"/>.</summary>
    public string ToMeaning() => JsonSerializer.Serialize(new Kept(
        [
            .. objects.Values.SelectMany(o => EffectivePolicies.Chain(o, metastore)).DistinctBy(o => o.Id)
                .Select(o => new KeptObject(KindOf(o), metastore.FullName(o), o.Id, o.NamedBy))
                .OrderBy(o => o.Name, StringComparer.Ordinal),
        ],
        columns, types));

    /// <summary>
    /// Refuses what is not the object that the text meant, unless it got the name from who had named that one, or from
    /// somebody who could write another text. Who owns it does not count: everybody can give away what is theirs.
    /// </summary>
    /// <param name="found">What has the name now.</param>
    /// <param name="span">Where the text names it.</param>
    /// <exception cref="LakeSqlException">LSQ2022, for who owns the text.</exception>
    public void Found(Securable found, SourceSpan span)
    {
        objects[found.Id] = found;
        foreach (var named in meant is null ? [] : EffectivePolicies.Chain(found, metastore))
        {
            var (kind, name) = (KindOf(named), metastore.FullName(named));
            if (!meant!.Objects.Any(k => k.Kind == kind && Identifier.Same(k.Name, name)
                    && (k.Id == named.Id || (k.NamedBy is not null && k.NamedBy == named.NamedBy)))
                && !MayWrite(named.NamedBy))
            {
                throw Another(
                    $"{name} is another than when the text was written, and somebody else has named it so", span);
            }
        }
    }

    /// <summary>
    /// The columns that the text knows of something in FROM, in the order in which they were when it was written.
    /// </summary>
    /// <param name="span">Where it stands in the text.</param>
    /// <param name="name">Its own name.</param>
    /// <param name="now">The columns that it has.</param>
    public IReadOnlyList<RelationColumn> ColumnsOf(
        SourceSpan span, string name, IReadOnlyList<RelationColumn> now)
    {
        var key = Key(span, name);
        var known = Meant(key, span, name, now.Select(c => c.Name));
        if (known.SequenceEqual(now.Select(c => c.Name), Identifier.Comparer))
        {
            var same = now.Select(c => c.Type is null ? null : TypeMeant(key, c.Name, c.Type)).ToArray();
            return Array.TrueForAll(same, t => t is null) ? now
                : [.. now.Zip(same, (column, meant) => column with { Meant = meant })];
        }

        return
        [
            .. known.Select(k => known.Count(o => Identifier.Same(o, k)) == 1
                && now.Where(c => Identifier.Same(c.Name, k)).ToArray() is [var one]
                    ? one with { Meant = one.Type is null ? null : TypeMeant(key, one.Name, one.Type) }
                    : new RelationColumn(k, new HashSet<ColumnSource>()) { IsGone = true }),
        ];
    }

    /// <summary>
    /// The type that the value of a function that somebody has made had when the text was written; null where it has
    /// the same fields now.
    /// </summary>
    /// <param name="span">Where the text calls the function.</param>
    /// <param name="name">Its name.</param>
    /// <param name="now">The type that it has.</param>
    public DataType? TypeMeant(SourceSpan span, string name, DataType now) => TypeMeant(Key(span, name), "", now);

    private DataType? TypeMeant(string key, string column, DataType now)
    {
        if (meant is not null)
        {
            // Texts that were kept before types were know of none.
            return meant.Types is null ? null : FieldsMeant.Differing(
                now, meant.TypesRead.GetValueOrDefault(key)?.GetValueOrDefault(column));
        }

        if (FieldsMeant.HasFields(now))
        {
            if (!types.TryGetValue(key, out var there))
            {
                types[key] = there = [];
            }

            there[column] = now.Name;
        }

        return null;
    }

    /// <summary>
    /// Refuses other columns than those that a query in the text gave when it was written: <c>unnest</c> and the stars
    /// of structs make as many as there are fields, and the next column would take the place of one that is gone.
    /// </summary>
    /// <param name="span">Where the query stands in the text.</param>
    /// <param name="part">What of it: <c>SELECT</c>, <c>WITH</c>.</param>
    /// <param name="names">The names of its columns.</param>
    /// <exception cref="LakeSqlException">LSQ2022, for who owns the text.</exception>
    public void RequireSame(SourceSpan span, string part, IEnumerable<string> names)
    {
        var now = names.ToArray();
        if (!Meant(Key(span, part), span, part, now).SequenceEqual(now, Identifier.Comparer))
        {
            throw Another("there are other columns than when the text was written", span);
        }
    }

    /// <summary>Binds a text that stands in this one, and has places of its own.</summary>
    public T Within<T>(SourceSpan span, Func<T> bind)
    {
        var around = place;
        place = $"{around}{span.Start}/";
        try
        {
            return bind();
        }
        finally
        {
            place = around;
        }
    }

    private IReadOnlyList<string> Meant(string key, SourceSpan span, string name, IEnumerable<string> now)
    {
        if (meant is not null)
        {
            return meant.Columns.GetValueOrDefault(key)
                ?? throw Another($"{Identifier.Quote(name)} is read otherwise than when the text was written", span);
        }

        // What is bound twice gives the same twice; else only what is the same counts.
        columns[key] = columns.TryGetValue(key, out var other) && !other.SequenceEqual(now, Identifier.Comparer)
            ? [.. other.Intersect(now, Identifier.Comparer)] : [.. now];
        return columns[key];
    }

    private string Key(SourceSpan span, string name) => $"{place}{span.Start}-{span.End} {name}";

    private LakeSqlException Another(string what, SourceSpan span) => ErrorCode.InvalidUse.Error(
        what, span, $"CREATE OR REPLACE {text.Kind.ToString().ToUpperInvariant()} makes the text mean it");

    private bool MayWrite(long? account) => account is { } id && metastore.UserOf(id) is { } user
        && metastore.Check(metastore.EffectivePrincipals(user), text, Privilege.Manage).Allowed;

    /// <summary>Tables and views have their names in common.</summary>
    private static string KindOf(Securable named) =>
        (named.Kind == SecurableKind.View ? SecurableKind.Table : named.Kind).ToString();

    /// <summary>An object that the text names, or what holds such a one.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Name">Its full name.</param>
    /// <param name="Id">Its id.</param>
    /// <param name="NamedBy">The account of who gave it that name; null where that is not known.</param>
    private sealed record KeptObject(string Kind, string Name, Guid Id, long? NamedBy);

    /// <param name="Objects">What the text names.</param>
    /// <param name="Columns">By place in the text: the columns of what stands there.</param>
    /// <param name="Types">By place and column: the types that have fields.</param>
    private sealed record Kept(
        IReadOnlyList<KeptObject> Objects, IReadOnlyDictionary<string, IReadOnlyList<string>> Columns,
        IReadOnlyDictionary<string, Dictionary<string, string>>? Types)
    {
        /// <summary>The same as types.</summary>
        [JsonIgnore]
        public IReadOnlyDictionary<string, Dictionary<string, DataType>> TypesRead => field ??= Types!.ToDictionary(
            p => p.Key, p => p.Value.ToDictionary(
                c => c.Key, c => SqlParser.ParseTypeName(c.Value), Identifier.Comparer));
    }
}
