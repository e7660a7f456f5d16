using System.Runtime.CompilerServices;
using System.Text.Json;
using LakeSql.Catalog;
using LakeSql.Common.Names;
using LakeSql.Syntax;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Policies;

/// <summary>A policy that holds for the tables with some tags, in the securable that keeps it.</summary>
/// <param name="On">The securable.</param>
/// <param name="Function">The row filter or mask, whose name may change.</param>
/// <param name="Definition">Its CREATE POLICY.</param>
/// <param name="SetBy">Who made it; null where that was not kept.</param>
internal sealed record TagPolicy(Securable On, Guid Function, CreatePolicy Definition, PolicySetter? SetBy)
{
    /// <summary>The property that holds a securable's policies.</summary>
    public const string Property = "tag_policies";

    private static readonly ConditionalWeakTable<Securable, IReadOnlyList<TagPolicy>> Known = [];

    /// <summary>True where it masks a column.</summary>
    public bool IsMask => Definition.OnColumn is not null;

    /// <summary>The policies of a securable itself.</summary>
    public static IReadOnlyList<TagPolicy> Of(Securable securable) =>
        securable.Properties.ContainsKey(Property) ? Known.GetValue(securable, Read) : [];

    /// <summary>The securable with these policies.</summary>
    public static Securable In(Securable securable, IEnumerable<TagPolicy> policies)
    {
        var stored = policies.Select(p => new Stored(p.Function, p.Definition.ToSql(), p.SetBy)).ToArray();
        return securable.WithProperty(Property, stored.Length == 0 ? null : JsonSerializer.Serialize(stored));
    }

    /// <summary>True when it holds for who acts as these principals.</summary>
    public bool Concerns(IReadOnlySet<string> principals) =>
        Definition.To.Any(principals.Contains) && !Definition.Except.Any(principals.Contains);

    /// <summary>Its name with its place.</summary>
    public string Describe(Metastore metastore) =>
        $"policy {Identifier.Quote(Definition.Name)} on {On.Kind.SqlName()} {metastore.FullName(On)}";

    /// <summary>Whether tags are as a condition asks; no condition asks nothing.</summary>
    public static bool Holds(TagCondition? condition, IReadOnlyDictionary<string, string> tags) => condition switch
    {
        TagTest { Value: null } test => tags.ContainsKey(test.Name),
        TagTest test => tags.TryGetValue(test.Name, out var value) && value == test.Value,
        TagNot not => !Holds(not.Operand, tags),
        TagJoin { IsOr: true } or => Holds(or.Left, tags) || Holds(or.Right, tags),
        TagJoin and => Holds(and.Left, tags) && Holds(and.Right, tags),
        _ => true,
    };

    private static TagPolicy[] Read(Securable securable) =>
        [.. JsonSerializer.Deserialize<Stored[]>(securable.Properties[Property])!
            .Select(s => new TagPolicy(securable, s.Function, (CreatePolicy)SqlParser.Parse(s.Definition), s.SetBy))];

    private sealed record Stored(Guid Function, string Definition, PolicySetter? SetBy = null);
}
