using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Policies;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Where a name of a column was found.</summary>
/// <param name="Depth">How many queries further out than it stands; the parameters of a function are outermost.</param>
/// <param name="Relation">Which relation of FROM has it; -1 for another name, as one that AS gives.</param>
internal readonly record struct ColumnPlace(int Depth, int Relation);

/// <summary>The text of a view or function while it is bound: what its names mean, and what they meant.</summary>
/// <remarks>
/// A name is free once its object is dropped or renamed: whoever may make objects in that schema could put something
/// else there, of which the text, a policy's perhaps, would then say what its owner never meant. So could who takes a
/// column away or adds one: <c>note</c> in a subquery is a column of its table, or else one of the query around it, or
/// the function's parameter.
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
    private readonly Dictionary<(int Start, string Name), HashSet<ColumnPlace>> columns = [];

    /// <summary>The names that were found so far, as a text for <see cref="Property"/>.</summary>
    public string ToMeaning() => JsonSerializer.Serialize(new Kept(
        [
            .. objects.Values.SelectMany(o => EffectivePolicies.Chain(o, metastore)).DistinctBy(o => o.Id)
                .Select(o => new KeptObject(KindOf(o), metastore.FullName(o), o.Id, o.NamedBy))
                .OrderBy(o => o.Name, StringComparer.Ordinal),
        ],
        [
            .. columns.SelectMany(c => c.Value.Select(
                p => new KeptColumn(c.Key.Start, c.Key.Name, p.Depth, p.Relation))).OrderBy(c => c.Start),
        ]));

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

    /// <summary>Refuses a column that is not where it was when the text was written.</summary>
    /// <param name="reference">The name in the text.</param>
    /// <param name="place">Where it is found now.</param>
    /// <exception cref="LakeSqlException">LSQ2022, for who owns the text.</exception>
    public void Found(ColumnReference reference, ColumnPlace place)
    {
        var key = KeyOf(reference.Span, reference.Parts);
        if (meant is null)
        {
            if (!columns.TryGetValue(key, out var places))
            {
                columns.Add(key, places = []);
            }

            places.Add(place);
        }
        else if (!(meant.Places.TryGetValue(key, out var places) ? places.Contains(place) : place.Depth == 0))
        {
            // What a star stands for is no name in the text.
            throw Another($"{key.Name} means another column than when the text was written", reference.Span);
        }
    }

    /// <summary>True for a word that was no column when the text was written.</summary>
    public bool IsFunction(FunctionCall bare) =>
        meant is not null && !meant.Places.ContainsKey(KeyOf(bare.Span, bare.Name.Parts));

    private LakeSqlException Another(string what, SourceSpan span) => ErrorCode.InvalidUse.Error(
        what, span, $"CREATE OR REPLACE {text.Kind.ToString().ToUpperInvariant()} makes the text mean it");

    private bool MayWrite(long? account) => account is { } id && metastore.UserOf(id) is { } user
        && metastore.Check(metastore.EffectivePrincipals(user), text, Privilege.Manage).Allowed;

    private static (int Start, string Name) KeyOf(SourceSpan span, IEnumerable<string> parts) =>
        (span.Start, string.Join('.', parts.Select(Identifier.Quote)));

    /// <summary>Tables and views have their names in common.</summary>
    private static string KindOf(Securable named) =>
        (named.Kind == SecurableKind.View ? SecurableKind.Table : named.Kind).ToString();

    /// <summary>An object that the text names, or what holds such a one.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Name">Its full name.</param>
    /// <param name="Id">Its id.</param>
    /// <param name="NamedBy">The account of who gave it that name; null where that is not known.</param>
    private sealed record KeptObject(string Kind, string Name, Guid Id, long? NamedBy);

    /// <summary>The name of a column in the text, and a place where it was found.</summary>
    private sealed record KeptColumn(int Start, string Name, int Depth, int Relation);

    private sealed record Kept(IReadOnlyList<KeptObject> Objects, IReadOnlyList<KeptColumn> Columns)
    {
        private readonly Lazy<Dictionary<(int Start, string Name), HashSet<ColumnPlace>>> places = new(() => Columns
            .GroupBy(c => (c.Start, c.Name))
            .ToDictionary(g => g.Key, g => g.Select(c => new ColumnPlace(c.Depth, c.Relation)).ToHashSet()));

        [JsonIgnore]
        public Dictionary<(int Start, string Name), HashSet<ColumnPlace>> Places => places.Value;
    }
}
