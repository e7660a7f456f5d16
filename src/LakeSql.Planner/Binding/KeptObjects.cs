using System.Runtime.CompilerServices;
using System.Text.Json;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;

namespace LakeSql.Planner.Binding;

/// <summary>An object that the text of a view or function names.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Id">Its id.</param>
/// <param name="Owner">Who owned it when the text was written.</param>
/// <param name="Account">The owner's account; null for a group.</param>
internal sealed record KeptObject(string Name, Guid Id, string Owner, long? Account);

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
        objects.Select(o => new KeptObject(
            metastore.FullName(o), o.Id, o.Owner, metastore.AccountOf(o.Owner)?.Id))
            .OrderBy(o => o.Name, StringComparer.Ordinal));

    /// <summary>
    /// Refuses what is not the object that the text meant, unless it is of the same owner, or of somebody who could
    /// write another text.
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
        if (kept.Any(k => k.Id == found.Id))
        {
            return;
        }

        var name = metastore.FullName(found);
        var account = metastore.AccountOf(found.Owner)?.Id;
        if (kept.Any(k => Identifier.Same(k.Name, name)
                && Identifier.Same(k.Owner, found.Owner) && k.Account == account)
            || metastore.Check(metastore.EffectivePrincipals(found.Owner), text, Privilege.Manage).Allowed)
        {
            return;
        }

        var kind = text.Kind.ToString().ToUpperInvariant();
        throw ErrorCode.InvalidUse.Error(
            $"{name} is another than when the text was written, and of another owner", span,
            $"CREATE OR REPLACE {kind} makes the text mean it");
    }
}
