using System.Text.Json;
using LakeSql.Catalog;
using LakeSql.Engine.Lakes;
using LakeSql.Planner.Binding;

namespace LakeSql.Engine.Execution;

/// <summary>The columns of a table, view or system table, as DESCRIBE shows them.</summary>
internal static class RelationColumns
{
    public static IReadOnlyList<(string Name, bool Nullable, string? Type, string? Comment)> Of(
        Securable relation, Lake lake)
    {
        if (relation.Properties.TryGetValue("system", out var system))
        {
            var table = SystemTables.All.First(t => $"{t.Schema}.{t.Name}" == system);
            return [.. table.Columns.Select(c => (c.Name, true, (string?)c.Type.Name, c.Comment))];
        }

        if (relation.Kind == SecurableKind.View)
        {
            var names = SqlNames.Split(relation.Properties["columns"]);
            var types = JsonSerializer.Deserialize<string[]>(relation.Properties[ViewColumns.Types])!;
            return [.. names.Select((n, i) => (n, true, (string?)types[i], (string?)null))];
        }

        return [.. lake.Commits.Visible(relation).Latest().Metadata.Columns
            .Select(c => (c.Name, c.Nullable, (string?)c.Type.Name, c.Comment))];
    }
}
