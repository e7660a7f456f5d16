using System.Text.Json.Nodes;
using Parquet;
using Parquet.Schema;

namespace LakeSql.Storage.Delta.Checkpoints;

/// <summary>One leaf of the checkpoint's schema, taken out of all rows: values and Parquet's levels.</summary>
internal sealed class LeafColumn
{
    private readonly DataField field;
    private readonly List<JsonNode> values = [];
    private readonly List<int> definitions = [];
    private readonly List<int> repetitions = [];

    private LeafColumn(DataField field) => this.field = field;

    /// <param name="field">The leaf.</param>
    /// <param name="rows">The actions and their kinds.</param>
    /// <param name="path">The names that lead to the value, or to the map or list around the leaf.</param>
    /// <param name="elementsOf">What of that map or list is the leaf's; null when the path leads to the leaf.</param>
    public static LeafColumn Of(
        DataField field, List<KeyValuePair<string, JsonObject>> rows, string[] path,
        Func<JsonNode, IEnumerable<JsonNode?>>? elementsOf)
    {
        var column = new LeafColumn(field);
        foreach (var (kind, action) in rows)
        {
            var (node, depth) = Descend(kind, action, path);
            if (node is null || elementsOf is null)
            {
                column.Add(node, depth, 0);
            }
            else
            {
                column.AddElements(elementsOf(node), depth);
            }
        }

        return column;
    }

    public Task WriteAsync<T>(ParquetRowGroupWriter group, Func<JsonNode, T> read)
        where T : struct =>
        group.WriteAllPartsAsync<T>(
            field, values.Select(read).ToArray(), definitions.ToArray(),
            field.MaxRepetitionLevel > 0 ? repetitions.ToArray() : (ReadOnlyMemory<int>?)null, CancellationToken.None);

    /// <summary>The node at the path and how many of the path's steps are there; all of them are optional.</summary>
    private static (JsonNode? Node, int Depth) Descend(string kind, JsonObject action, string[] path)
    {
        if (kind != path[0])
        {
            return (null, 0);
        }

        JsonNode? node = action;
        for (var depth = 1; depth < path.Length; depth++)
        {
            node = (node as JsonObject)?[path[depth]];
            if (node is null)
            {
                return (null, depth);
            }
        }

        return (node, path.Length);
    }

    private void AddElements(IEnumerable<JsonNode?> elements, int depth)
    {
        var repetition = 0;
        foreach (var element in elements)
        {
            Add(element, element is null ? field.MaxDefinitionLevel - 1 : field.MaxDefinitionLevel, repetition);
            repetition = 1;
        }

        if (repetition == 0)
        {
            Add(null, depth, 0);
        }
    }

    private void Add(JsonNode? value, int definition, int repetition)
    {
        if (value is not null)
        {
            values.Add(value);
        }

        definitions.Add(definition);
        repetitions.Add(repetition);
    }
}
