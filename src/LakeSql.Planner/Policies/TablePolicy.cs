using System.Text.Json;
using System.Text.Json.Serialization;
using LakeSql.Catalog;

namespace LakeSql.Planner.Policies;

/// <summary>What a table's securable keeps of its row filter and masks.</summary>
/// <param name="Filter">Which rows are seen; null for all.</param>
/// <param name="Masks">What is seen of columns, by their names.</param>
public sealed record TablePolicy(PolicyUse? Filter, IReadOnlyDictionary<string, PolicyUse> Masks)
{
    /// <summary>The property that holds it.</summary>
    public const string Property = "policy";

    /// <summary>Everything is seen.</summary>
    public static readonly TablePolicy None = new(null, new Dictionary<string, PolicyUse>());

    /// <summary>True when it says nothing.</summary>
    [JsonIgnore]
    public bool IsEmpty => Filter is null && Masks.Count == 0;

    /// <summary>The functions that it uses.</summary>
    [JsonIgnore]
    public IEnumerable<PolicyUse> Uses => Filter is null ? Masks.Values : Masks.Values.Prepend(Filter);

    /// <summary>The columns by which it decides, and those that it masks.</summary>
    [JsonIgnore]
    public IEnumerable<string> Columns => Uses.SelectMany(u => u.Columns).Concat(Masks.Keys);

    /// <summary>The policy of a table.</summary>
    public static TablePolicy Of(Securable table) => table.Properties.TryGetValue(Property, out var text)
        ? JsonSerializer.Deserialize<TablePolicy>(text)! : None;

    /// <summary>The table with this policy.</summary>
    public Securable In(Securable table) => table with { Properties = In(table.Properties) };

    /// <summary>A table's properties with this policy.</summary>
    public IReadOnlyDictionary<string, string> In(IReadOnlyDictionary<string, string> properties) =>
        Securable.With(properties, Property, IsEmpty ? null : JsonSerializer.Serialize(this));
}

/// <summary>A function with what a policy gives it.</summary>
/// <param name="Function">The function, whose name may change.</param>
/// <param name="Arguments">SQL of each: a column of the table, or a constant.</param>
/// <param name="Columns">The columns among them.</param>
/// <param name="SetBy">Who set it; null where that was not kept.</param>
public sealed record PolicyUse(
    Guid Function, IReadOnlyList<string> Arguments, IReadOnlyList<string> Columns, PolicySetter? SetBy = null);
