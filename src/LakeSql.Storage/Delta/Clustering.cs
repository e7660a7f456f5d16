using System.Text.Json;
using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Storage.Delta;

/// <summary>By which columns the like rows of a table shall lie together: <c>CLUSTER BY (a, b)</c>.</summary>
/// <remarks>Source: the Delta protocol, "Clustered Table".</remarks>
public static class Clustering
{
    /// <summary>
    /// The name under which files say that they are clustered. It is Delta's own, as each engine then goes on where
    /// the other has stopped.
    /// </summary>
    internal const string Provider = "liquid";

    private const string Domain = "delta.clustering";
    private const string ColumnsKey = "clusteringColumns";

    /// <summary>The columns of the table, each as its path: one name, or more for a field of a struct.</summary>
    /// <exception cref="LakeSqlException">LSQ4002 when the log says it in a way that means nothing.</exception>
    public static IReadOnlyList<Sequence<string>> ColumnsOf(Snapshot table) => table.Domain(Domain) is not { } text ? []
        : SnapshotReader.Guarded(table.Directory, () => PathsIn(text).Select(
            p => Named(p, table.Metadata.Schema.Fields, table.Mapping).ToSequence()).ToList());

    /// <summary>What a change must set so that the table is clustered by these columns from then on.</summary>
    /// <param name="before">The table so far; null for a new one.</param>
    /// <param name="metadata">What it is from then on.</param>
    /// <param name="columns">Their names; none for a table that is not clustered.</param>
    public static IReadOnlyDictionary<string, string?> Change(
        Snapshot? before, TableMetadata metadata, IEnumerable<string> columns) =>
        Change(before, new JsonObject
        {
            [ColumnsKey] = new JsonArray([.. PhysicalNames(metadata, columns).Select(c => (JsonNode)new JsonArray(c))]),
        }.ToJsonString(LogJson.Options));

    /// <summary>What a change must set so that the table is clustered as another one, whose metadata it gets.</summary>
    /// <param name="before">The table so far; null for a new one.</param>
    /// <param name="other">The other, or the same table at another version.</param>
    public static IReadOnlyDictionary<string, string?> Change(Snapshot? before, Snapshot other) =>
        Change(before, other.Domain(Domain) ?? Nothing);

    /// <summary>The names by which files and log know the columns.</summary>
    public static IReadOnlyList<string> PhysicalNames(TableMetadata metadata, IEnumerable<string> columns) =>
        [.. columns.Select(c => metadata.Schema.Fields.First(f => Identifier.Same(f.Name, c))
            .PhysicalName(metadata.Mapping))];

    private static readonly string Nothing = $$"""{"{{ColumnsKey}}":[]}""";

    private static Dictionary<string, string?> Change(Snapshot? before, string wanted) =>
        (before?.Domain(Domain) ?? Nothing) == wanted ? [] : new() { [Domain] = wanted };

    private static IEnumerable<string[]> PathsIn(string text) =>
        (JsonNode.Parse(text) as JsonObject)?[ColumnsKey] is JsonArray columns
            ? columns.Select(c => c is JsonArray path ? path.Select(Text).ToArray() : [Text(c)])
            : throw new JsonException($"the domain {Domain} without columns");

    private static string Text(JsonNode? name) =>
        name is JsonValue value && value.TryGetValue(out string? text) ? text
            : throw new JsonException($"the domain {Domain} with a column that has no name");

    /// <summary>A column that is not there any more goes by the name that the log has.</summary>
    private static IEnumerable<string> Named(string[] path, IReadOnlyList<TableField> fields, ColumnMapping mapping)
    {
        foreach (var name in path)
        {
            var field = fields.FirstOrDefault(f => Identifier.Same(f.PhysicalName(mapping), name));
            yield return field?.Name ?? name;
            fields = (field?.Type as StructFieldType)?.Fields ?? [];
        }
    }
}
