using System.Text.Json.Nodes;
using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Delta.Upkeep;
using LakeSql.Storage.Durability;
using Parquet;
using Parquet.Schema;

namespace LakeSql.Storage.Delta.Checkpoints;

/// <summary>Writes classic checkpoints: one Parquet file with a row for every action that still counts.</summary>
internal static class CheckpointWriter
{
    /// <summary>Writes the snapshot's checkpoint and then the hint that points to it.</summary>
    public static void Write(Snapshot snapshot)
    {
        var rows = Rows(snapshot.State, FileRetention.OldestKept(snapshot.Metadata, DateTimeOffset.UtcNow));
        var content = EncodeAsync(rows).GetAwaiter().GetResult();
        DurableFile.Replace(LogDirectory.CheckpointPath(snapshot.Directory, snapshot.Version), content);
        var hint = new JsonObject
        {
            ["version"] = snapshot.Version,
            ["size"] = rows.Count,
            ["sizeInBytes"] = content.Length,
            ["numOfAddFiles"] = snapshot.State.Files.Count,
        };
        DurableFile.Replace(
            Path.Combine(snapshot.Directory, LogDirectory.Name, "_last_checkpoint"),
            System.Text.Encoding.UTF8.GetBytes(hint.ToJsonString()));
    }

    /// <summary>The actions, each as an object with one member: its kind.</summary>
    private static List<KeyValuePair<string, JsonObject>> Rows(LogState state, long oldestTombstone) =>
    [
        new("protocol", state.Protocol!),
        new("metaData", state.Metadata!),
        .. state.Transactions.Select(t => KeyValuePair.Create("txn", t)),
        .. state.Domains.Select(d => KeyValuePair.Create("domainMetadata", d)),
        .. state.Files.Select(f => KeyValuePair.Create("add", LogActions.Add(f, dataChange: false))),
        .. state.Tombstones.Where(r => (r.Long("deletionTimestamp") ?? 0) >= oldestTombstone)
            .Select(r => KeyValuePair.Create("remove", r)),
    ];

    private static async Task<byte[]> EncodeAsync(List<KeyValuePair<string, JsonObject>> rows)
    {
        var schema = CheckpointSchema.Make();
        using var content = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, content).ConfigureAwait(false))
        {
            using var group = writer.CreateRowGroup();
            foreach (var field in schema.Fields)
            {
                await WriteAsync(group, field, rows, []).ConfigureAwait(false);
            }
        }

        return content.ToArray();
    }

    private static async Task WriteAsync(
        ParquetRowGroupWriter group, Field field, List<KeyValuePair<string, JsonObject>> rows, string[] parents)
    {
        string[] path = [.. parents, field.Name];
        switch (field)
        {
            case StructField structure:
                foreach (var child in structure.Fields)
                {
                    await WriteAsync(group, child, rows, path).ConfigureAwait(false);
                }

                break;
            case MapField map:
                await WriteLeafAsync(group, (DataField)map.Key, rows, path, Keys).ConfigureAwait(false);
                await WriteLeafAsync(group, (DataField)map.Value, rows, path, Values).ConfigureAwait(false);
                break;
            case ListField list:
                await WriteLeafAsync(group, (DataField)list.Item, rows, path, n => n.AsArray()).ConfigureAwait(false);
                break;
            case DataField leaf:
                await WriteLeafAsync(group, leaf, rows, path, null).ConfigureAwait(false);
                break;
        }
    }

    private static IEnumerable<JsonNode?> Keys(JsonNode map) => map.AsObject().Select(e => (JsonNode?)e.Key);

    private static IEnumerable<JsonNode?> Values(JsonNode map) => map.AsObject().Select(e => e.Value);

    private static Task WriteLeafAsync(
        ParquetRowGroupWriter group, DataField leaf, List<KeyValuePair<string, JsonObject>> rows, string[] path,
        Func<JsonNode, IEnumerable<JsonNode?>>? elementsOf)
    {
        var column = LeafColumn.Of(leaf, rows, path, elementsOf);
        if (leaf.ClrType == typeof(long))
        {
            return column.WriteAsync(group, n => n.Number());
        }

        if (leaf.ClrType == typeof(int))
        {
            return column.WriteAsync(group, n => (int)n.Number());
        }

        return leaf.ClrType == typeof(bool)
            ? column.WriteAsync(group, n => n.GetValue<bool>())
            : column.WriteAsync(group, n => n.GetValue<string>().AsMemory());
    }
}
