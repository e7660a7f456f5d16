using System.Text.Json.Nodes;
using LakeSql.Storage.Delta.Log;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace LakeSql.Storage.Delta.Checkpoints;

/// <summary>
/// Reads a checkpoint's rows back into the actions that JSON commits hold, so that one replay serves both.
/// </summary>
internal static class CheckpointReader
{
    private static readonly string[] NeededActions =
        ["txn", "protocol", "metaData", "add", "remove", "sidecar", "domainMetadata"];

    public static IEnumerable<JsonObject> Read(string table, LogCheckpoint checkpoint)
    {
        foreach (var file in checkpoint.Files)
        {
            foreach (var action in ReadFile(file))
            {
                if (action["sidecar"] is not JsonObject sidecar)
                {
                    yield return action;
                    continue;
                }

                foreach (var inner in ReadFile(SidecarPath(table, sidecar)))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>Only the last segment counts, because sidecars always lie in one directory of the log.</summary>
    private static string SidecarPath(string table, JsonObject sidecar) => Path.Combine(
        table, LogDirectory.Name, "_sidecars", Path.GetFileName(DataPath.Decode(sidecar.Text("path") ?? "")));

    private static IEnumerable<JsonObject> ReadFile(string path)
    {
        if (path.EndsWith(".json", StringComparison.Ordinal))
        {
            return LogDirectory.ReadJson(path);
        }

        LogDirectory.CheckFile(path);
        return ReadParquetAsync(path).GetAwaiter().GetResult();
    }

    private static async Task<IReadOnlyList<JsonObject>> ReadParquetAsync(string path)
    {
        var actions = new List<JsonObject>();
        var length = new FileInfo(path).Length;
        await using var reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);

            // Every action names something of its own, so a file that claims more rows than bytes is made to harm.
            var rows = group.RowCount <= length ? new JsonObject[group.RowCount]
                : throw new InvalidDataException($"{group.RowCount} rows in {length} bytes");
            for (var row = 0; row < rows.Length; row++)
            {
                rows[row] = [];
            }

            foreach (var field in reader.Schema.Fields.Where(f => NeededActions.Contains(f.Name)))
            {
                await ReadFieldAsync(group, field, rows, []).ConfigureAwait(false);
            }

            actions.AddRange(rows.Where(r => r.Count > 0));
        }

        return actions;
    }

    private static async Task ReadFieldAsync(
        ParquetRowGroupReader group, Field field, JsonObject[] rows, string[] parents)
    {
        string[] path = [.. parents, field.Name];
        switch (field)
        {
            // The typed copies of statistics and partition values repeat what the other columns say.
            case { Name: "stats_parsed" or "partitionValues_parsed" }:
                break;
            case StructField structure:
                foreach (var child in structure.Fields)
                {
                    await ReadFieldAsync(group, child, rows, path).ConfigureAwait(false);
                }

                break;
            case MapField { Key: DataField key, Value: DataField value }:
                await ReadMapAsync(group, key, value, rows, path).ConfigureAwait(false);
                break;
            case ListField { Item: DataField item }:
                using (var items = await group.ReadRawColumnDataBaseAsync(item).ConfigureAwait(false))
                {
                    var emptyLevel = item.MaxDefinitionLevel - (item.IsNullable ? 2 : 1);
                    ForEachEmpty(items, item, emptyLevel, row => Parent(rows[row], path)[path[^1]] = new JsonArray());
                    ForEach(items, item, (row, node, _) => Append(rows[row], path, node));
                }

                break;
            case DataField leaf:
                using (var values = await group.ReadRawColumnDataBaseAsync(leaf).ConfigureAwait(false))
                {
                    ForEach(values, leaf, (row, node, _) => Parent(rows[row], path)[path[^1]] = node);
                }

                break;
        }
    }

    private static async Task ReadMapAsync(
        ParquetRowGroupReader group, DataField key, DataField value, JsonObject[] rows, string[] path)
    {
        using var keys = await group.ReadRawColumnDataBaseAsync(key).ConfigureAwait(false);
        using var values = await group.ReadRawColumnDataBaseAsync(value).ConfigureAwait(false);
        ForEachEmpty(
            keys, key, key.MaxDefinitionLevel - 1, row => Parent(rows[row], path)[path[^1]] = new JsonObject());
        var valueOf = new Dictionary<int, JsonNode?>();
        ForEach(values, value, (_, node, position) => valueOf[position] = node);
        ForEach(keys, key, (row, node, position) =>
        {
            var parent = Parent(rows[row], path);
            if (parent[path[^1]] is not JsonObject map)
            {
                parent[path[^1]] = map = [];
            }

            map[node.GetValue<string>()] = valueOf.GetValueOrDefault(position);
        });
    }

    /// <summary>
    /// Visits the column's values that are there: their row, the value, and their position among all slots.
    /// </summary>
    private static void ForEach(RawColumnData column, DataField field, Action<int, JsonNode, int> visit)
    {
        var (definitions, repetitions) = LevelsOf(column, field);
        var slotCount = definitions.Length > 0 ? definitions.Length : CountOf(column);
        var row = -1;
        var next = 0;
        for (var slot = 0; slot < slotCount; slot++)
        {
            if (repetitions.Length == 0 || repetitions[slot] == 0)
            {
                row++;
            }

            if (definitions.Length == 0 || definitions[slot] == field.MaxDefinitionLevel)
            {
                visit(row, ValueAt(column, next++), slot);
            }
        }
    }

    /// <summary>
    /// Visits the rows whose list or map is there and holds nothing, which is another thing than absent.
    /// </summary>
    private static void ForEachEmpty(RawColumnData column, DataField field, int emptyLevel, Action<int> visit)
    {
        var (definitions, repetitions) = LevelsOf(column, field);
        var row = -1;
        for (var slot = 0; slot < definitions.Length; slot++)
        {
            row += repetitions[slot] == 0 ? 1 : 0;
            if (definitions[slot] == emptyLevel)
            {
                visit(row);
            }
        }
    }

    /// <summary>Empty where the schema needs none; asking the column for such levels is an error.</summary>
    private static (int[] Definitions, int[] Repetitions) LevelsOf(RawColumnData column, DataField field) => (
        field.MaxDefinitionLevel > 0 ? [.. column.DefinitionLevels] : [],
        field.MaxRepetitionLevel > 0 ? [.. column.RepetitionLevels] : []);

    private static int CountOf(RawColumnData column) => column switch
    {
        RawColumnData<ReadOnlyMemory<char>> c => c.Values.Length,
        RawColumnData<long> c => c.Values.Length,
        RawColumnData<int> c => c.Values.Length,
        RawColumnData<bool> c => c.Values.Length,
        _ => 0,
    };

    private static JsonNode ValueAt(RawColumnData column, int index) => column switch
    {
        RawColumnData<ReadOnlyMemory<char>> c => JsonValue.Create(c.Values[index].ToString()),
        RawColumnData<long> c => JsonValue.Create(c.Values[index]),
        RawColumnData<int> c => JsonValue.Create(c.Values[index]),
        RawColumnData<bool> c => JsonValue.Create(c.Values[index]),
        RawColumnData<DateTime> c => JsonValue.Create(
            new DateTimeOffset(c.Values[index], TimeSpan.Zero).ToUnixTimeMilliseconds()),
        _ => throw new NotSupportedException($"a checkpoint column of {column.GetType()}"),
    };

    private static void Append(JsonObject row, string[] path, JsonNode node)
    {
        var parent = Parent(row, path);
        if (parent[path[^1]] is not JsonArray list)
        {
            parent[path[^1]] = list = [];
        }

        list.Add(node);
    }

    private static JsonObject Parent(JsonObject row, string[] path)
    {
        var node = row;
        foreach (var name in path.AsSpan(0, path.Length - 1))
        {
            if (node[name] is not JsonObject child)
            {
                node[name] = child = [];
            }

            node = child;
        }

        return node;
    }
}
