using LakeSql.Common.Errors;
using LakeSql.Planner.Bound;

namespace LakeSql.Engine.DuckDb;

/// <summary>
/// Columns that a query hands to the one around it. That one is written first, and what it asks for is collected.
/// </summary>
/// <param name="relations">The relations of the inner query, which the outer one cannot name.</param>
internal sealed class HandedColumns(IReadOnlySet<string> relations)
{
    private readonly Dictionary<(string Relation, string Column), string> names = [];

    /// <summary>What the inner query has to give, each with its name.</summary>
    public IEnumerable<(BoundColumn Column, string Name)> Asked => names.Select(
        n => (new BoundColumn(SourceSpan.None, n.Key.Relation, n.Key.Column), n.Value));

    /// <summary>The name for the outer query; null for a column that is not of the inner one.</summary>
    public string? NameOf(BoundColumn column)
    {
        if (!relations.Contains(column.Relation))
        {
            return null;
        }

        var key = (column.Relation, column.Column);
        if (!names.TryGetValue(key, out var name))
        {
            names[key] = name = $"\uE000handed {names.Count}";
        }

        return name;
    }
}
