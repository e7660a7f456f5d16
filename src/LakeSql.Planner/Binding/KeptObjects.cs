using System.Runtime.CompilerServices;
using System.Text.Json;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Policies;

namespace LakeSql.Planner.Binding;

/// <summary>An object that the text of a view or function names, or what holds such a one.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Id">Its id.</param>
/// <param name="NamedBy">The account of who gave it that name; null where that is not known.</param>
internal sealed record KeptObject(string Name, Guid Id, long? NamedBy);

/// <summary>
/// What the names in a text that is kept meant when it was written. A name is free once its object is dropped or
/// renamed: whoever may make objects in that schema could put something else there, of which the text, a policy's
/// perhaps, would then say what its owner never meant.
/// </summary>
internal static class KeptObjects
{
    /// <summary>What a view or function keeps them in.</summary>
    public const string Property = "objects";

    private static readonly ConditionalWeakTable<Securable, KeptObject[]> Known = [];

    public static string ToText(IEnumerable<Securable> objects, Metastore metastore) => JsonSerializer.Serialize(
        objects.SelectMany(o => EffectivePolicies.Chain(o, metastore)).DistinctBy(o => o.Id)
            .Select(o => new KeptObject(metastore.FullName(o), o.Id, o.NamedBy))
            .OrderBy(o => o.Name, StringComparer.Ordinal));

    /// <summary>
    /// Refuses what is not the object that the text meant, unless it got the name from who had named that one, or from
    /// somebody who could write another text. Who owns it does not count: everybody can give away what is theirs.
    /// </summary>
    /// <param name="found">What has the name now.</param>
    /// <param name="text">The view or function whose text names it.</param>
    /// <param name="metastore">Who manages what.</param>
    /// <param name="span">Where the text names it.</param>
    /// <exception cref="LakeSqlException">LSQ2022, for who owns the text.</exception>
    public static void Require(Securable found, Securable text, Metastore metastore, SourceSpan span)
    {
        if (!text.Properties.ContainsKey(Property))
        {
            return;
        }

        var kept = Known.GetValue(text, t => JsonSerializer.Deserialize<KeptObject[]>(t.Properties[Property])!);
        foreach (var named in EffectivePolicies.Chain(found, metastore))
        {
            var name = metastore.FullName(named);
            if (!kept.Any(k => Identifier.Same(k.Name, name)
                    && (k.Id == named.Id || (k.NamedBy is not null && k.NamedBy == named.NamedBy)))
                && !MayWrite(named.NamedBy, text, metastore))
            {
                throw ErrorCode.InvalidUse.Error(
                    $"{name} is another than when the text was written, and somebody else has named it so", span,
                    $"CREATE OR REPLACE {text.Kind.ToString().ToUpperInvariant()} makes the text mean it");
            }
        }
    }

    private static bool MayWrite(long? account, Securable text, Metastore metastore) =>
        account is { } id && metastore.UserOf(id) is { } user
        && metastore.Check(metastore.EffectivePrincipals(user), text, Privilege.Manage).Allowed;
}
