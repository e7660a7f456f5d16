using System.Text.Json.Nodes;
using LakeSql.Storage.Delta.Log;
using Parquet;
using Parquet.Schema;

namespace LakeSql.Storage.Delta.Checkpoints;

/// <summary>
/// Reads a checkpoint's rows back into the actions that JSON commits hold, so that one replay serves both; files, of
/// which there may be many, as what they are.
/// </summary>
internal static class CheckpointReader
{
    private static readonly string[] NeededActions =
        ["txn", "protocol", "metaData", "add", "remove", "sidecar", "domainMetadata"];

    public static IEnumerable<CheckpointRow> Read(string table, LogCheckpoint checkpoint)
    {
        foreach (var file in checkpoint.Files)
        {
            foreach (var row in ReadFile(file, NeededActions))
            {
                if (row.Action?["sidecar"] is not JsonObject sidecar)
                {
                    yield return row;
                    continue;
                }

                foreach (var inner in ReadFile(SidecarPath(table, sidecar), NeededActions))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>The sidecars that a checkpoint names.</summary>
    public static IEnumerable<string> SidecarsOf(string table, LogCheckpoint checkpoint) =>
        checkpoint.Files.SelectMany(f => ReadFile(f, ["sidecar"])).Select(r => r.Action?["sidecar"] as JsonObject)
            .OfType<JsonObject>().Select(s => SidecarPath(table, s));

    /// <summary>Only the last segment counts, because sidecars always lie in one directory of the log.</summary>
    private static string SidecarPath(string table, JsonObject sidecar) => Path.Combine(
        LogDirectory.SidecarsPath(table), Path.GetFileName(DataPath.Decode(sidecar.Text("path") ?? "")));

    private static IEnumerable<CheckpointRow> ReadFile(string path, string[] kinds)
    {
        if (path.EndsWith(".json", StringComparison.Ordinal))
        {
            return LogDirectory.ReadJson(path).Select(a => new CheckpointRow(a, null));
        }

        LogDirectory.CheckFile(path);
        return ReadParquetAsync(path, kinds).GetAwaiter().GetResult();
    }

    private static async Task<IReadOnlyList<CheckpointRow>> ReadParquetAsync(string path, string[] kinds)
    {
        var actions = new List<CheckpointRow>();
        var length = new FileInfo(path).Length;
        await using var reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);

            // Every action names something of its own, so a file that claims more rows than bytes is made to harm.
            var rows = group.RowCount <= length ? new JsonObject?[group.RowCount]
                : throw new InvalidDataException($"{group.RowCount} rows in {length} bytes");
            var added = new AddedFiles(rows.Length);
            foreach (var field in reader.Schema.Fields.Where(f => kinds.Contains(f.Name)))
            {
                await ReadActionAsync(group, field, rows, added).ConfigureAwait(false);
            }

            for (var row = 0; row < rows.Length; row++)
            {
                var more = rows[row]?["add"] as JsonObject;
                if (added.File(row, more) is { } file)
                {
                    actions.Add(new CheckpointRow(null, file));
                }
                else if (rows[row] is { } action)
                {
                    actions.Add(new CheckpointRow(action, null));
                }
            }
        }

        return actions;
    }

    private static async Task ReadActionAsync(
        ParquetRowGroupReader group, Field field, JsonObject?[] rows, AddedFiles added)
    {
        if (field is not StructField { Name: "add" } add)
        {
            await ReadFieldAsync(group, field, rows, []).ConfigureAwait(false);
            return;
        }

        foreach (var child in add.Fields)
        {
            if (!await added.TryReadAsync(group, child).ConfigureAwait(false))
            {
                await ReadFieldAsync(group, child, rows, [add.Name]).ConfigureAwait(false);
            }
        }
    }

    private static async Task ReadFieldAsync(
        ParquetRowGroupReader group, Field field, JsonObject?[] rows, string[] parents)
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
                using (var items = await CheckpointColumn.ReadAsync(group, item).ConfigureAwait(false))
                {
                    items.ForEachEmpty(
                        item.MaxDefinitionLevel - (item.IsNullable ? 2 : 1),
                        row => Parent(rows, row, path)[path[^1]] = new JsonArray());
                    items.ForEach((row, index, _) => Append(Parent(rows, row, path), path[^1], items.Node(index)));
                }

                break;
            case DataField leaf:
                using (var values = await CheckpointColumn.ReadAsync(group, leaf).ConfigureAwait(false))
                {
                    values.ForEach((row, index, _) => Parent(rows, row, path)[path[^1]] = values.Node(index));
                }

                break;
        }
    }

    private static async Task ReadMapAsync(
        ParquetRowGroupReader group, DataField key, DataField value, JsonObject?[] rows, string[] path)
    {
        using var keys = await CheckpointColumn.ReadAsync(group, key).ConfigureAwait(false);
        using var values = await CheckpointColumn.ReadAsync(group, value).ConfigureAwait(false);
        keys.ForEachEmpty(
            key.MaxDefinitionLevel - 1, row => Parent(rows, row, path)[path[^1]] = new JsonObject());
        var valueOf = new Dictionary<int, JsonNode?>();
        values.ForEach((_, index, slot) => valueOf[slot] = values.Node(index));
        keys.ForEach((row, index, slot) =>
        {
            var parent = Parent(rows, row, path);
            if (parent[path[^1]] is not JsonObject map)
            {
                parent[path[^1]] = map = [];
            }

            map[keys.Text(index)] = valueOf.GetValueOrDefault(slot);
        });
    }

    private static void Append(JsonObject parent, string name, JsonNode node)
    {
        if (parent[name] is not JsonArray list)
        {
            parent[name] = list = [];
        }

        list.Add(node);
    }

    private static JsonObject Parent(JsonObject?[] rows, int row, string[] path)
    {
        var node = rows[row] ??= [];
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

/// <summary>What a row of a checkpoint says: a file, or an action of another kind as a commit would hold it.</summary>
internal readonly record struct CheckpointRow(JsonObject? Action, DataFile? File);
