using System.Text.Json;
using LakeSql.Catalog;
using LakeSql.Common.Names;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Policies;

/// <summary>The tags that a securable keeps: its own, and those of its columns.</summary>
/// <remarks>
/// Columns are known by the names that their values have in data files: these stay when a column is renamed, so that
/// its tags stay with it in every version of the table.
/// </remarks>
public static class Tags
{
    private const string OwnProperty = "tags";
    private const string ColumnsProperty = "column_tags";

    /// <summary>No tags.</summary>
    public static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>The tags of the securable itself.</summary>
    public static IReadOnlyDictionary<string, string> Of(Securable securable) =>
        securable.Properties.TryGetValue(OwnProperty, out var text)
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(text)! : None;

    /// <summary>
    /// The tags of the columns of a table, also of those that are gone, by physical name: a column finds its values in
    /// older files in whatever case they have its name.
    /// </summary>
    public static Dictionary<string, Dictionary<string, string>> OfColumns(Securable table)
    {
        var byColumn = new Dictionary<string, Dictionary<string, string>>(Identifier.Comparer);
        if (table.Properties.TryGetValue(ColumnsProperty, out var text))
        {
            foreach (var (column, tags) in
                JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(text)!)
            {
                if (!byColumn.TryAdd(column, tags))
                {
                    tags.ToList().ForEach(t => byColumn[column].TryAdd(t.Key, t.Value));
                }
            }
        }

        return byColumn;
    }

    /// <summary>The tags of one column.</summary>
    public static IReadOnlyDictionary<string, string> OfColumn(Securable table, string physicalName) =>
        OfColumns(table).TryGetValue(physicalName, out var tags) ? tags : None;

    /// <summary>The securable with other tags, of its own or of a column.</summary>
    public static Securable With(
        Securable securable, string? physicalColumn, bool isSet, IReadOnlyCollection<Tag> changed)
    {
        var tags = physicalColumn is null ? Of(securable) : OfColumn(securable, physicalColumn);
        var result = tags.Where(t => changed.All(c => c.Name != t.Key)).ToDictionary(t => t.Key, t => t.Value);
        if (isSet)
        {
            foreach (var tag in changed)
            {
                result[tag.Name] = tag.Value ?? "";
            }
        }

        if (physicalColumn is null)
        {
            return securable.WithProperty(OwnProperty, result.Count == 0 ? null : JsonSerializer.Serialize(result));
        }

        var columns = OfColumns(securable);
        columns.Remove(physicalColumn);
        if (result.Count > 0)
        {
            columns.Add(physicalColumn, result);
        }

        return securable.WithProperty(ColumnsProperty, columns.Count == 0 ? null : JsonSerializer.Serialize(columns));
    }

    /// <summary>
    /// The table about to have other columns in its place: those of the same name get the tags, and the old ones keep
    /// theirs, for the versions in the history.
    /// </summary>
    public static Securable Carried(Securable table, TableMetadata old, TableMetadata made)
    {
        var columns = OfColumns(table);
        foreach (var field in old.Schema.Fields)
        {
            var next = made.Schema.Fields.FirstOrDefault(f => Identifier.Same(f.Name, field.Name));
            if (next is not null && columns.TryGetValue(field.PhysicalName(old.Mapping), out var tags))
            {
                columns[next.PhysicalName(made.Mapping)] = tags;
            }
        }

        return table.WithProperty(ColumnsProperty, columns.Count == 0 ? null : JsonSerializer.Serialize(columns));
    }

    /// <summary>What of an object's properties stays with its name when another takes its place.</summary>
    public static IReadOnlyDictionary<string, string> Kept(
        Securable replaced, IReadOnlyDictionary<string, string> properties) =>
        replaced.Properties.TryGetValue(OwnProperty, out var own)
            ? Securable.With(properties, OwnProperty, own) : properties;
}
