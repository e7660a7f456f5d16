using System.Text;
using System.Text.Json.Nodes;
using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Delta.Upkeep;
using LakeSql.Storage.Durability;
using Parquet;
using Parquet.Schema;

namespace LakeSql.Storage.Delta.Checkpoints;

/// <summary>Writes checkpoints: a row for every action that still counts.</summary>
/// <remarks>
/// A classic checkpoint is one Parquet file. Where the table asks for it and its readers know of it, files that came
/// and went are in another one, a sidecar, and the rest in lines of JSON that name it.
/// </remarks>
internal static class CheckpointWriter
{
    private const string PolicyProperty = "delta.checkpointPolicy";

    /// <summary>True when the table asks for checkpoints with sidecars.</summary>
    public static bool WantsSidecars(TableMetadata metadata) =>
        metadata.Properties.TryGetValue(PolicyProperty, out var policy)
        && string.Equals(policy, "v2", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes the snapshot's checkpoint and then the hint that points to it.</summary>
    public static void Write(Snapshot snapshot)
    {
        var files = Files(
            snapshot.State, FileRetention.OldestKept(snapshot.Metadata, DateTimeOffset.UtcNow)).ToList();
        var others = Others(snapshot.State).ToList();
        var hint = new JsonObject
        {
            ["version"] = snapshot.Version,
            ["size"] = files.Count + others.Count,
            ["numOfAddFiles"] = snapshot.State.Files.Count,
        };
        if (WantsSidecars(snapshot.Metadata) && ProtocolRules.Has(snapshot.Protocol, "v2Checkpoint"))
        {
            WriteLines(snapshot, others, files, hint);
        }
        else
        {
            var content = EncodeAsync(CheckpointSchema.OfAll(), [.. others, .. files]).GetAwaiter().GetResult();
            DurableFile.Replace(LogDirectory.CheckpointPath(snapshot.Directory, snapshot.Version), content);
            hint["sizeInBytes"] = content.Length;
        }

        DurableFile.Replace(
            Path.Combine(snapshot.Directory, LogDirectory.Name, "_last_checkpoint"),
            Encoding.UTF8.GetBytes(hint.ToJsonString()));
    }

    /// <summary>First the sidecar, then the lines: a checkpoint never names a file that is not on the disk.</summary>
    /// <remarks>Source: the Delta protocol, "V2 Spec" and "UUID-named checkpoint".</remarks>
    private static void WriteLines(
        Snapshot snapshot, List<KeyValuePair<string, JsonObject>> others, List<KeyValuePair<string, JsonObject>> files,
        JsonObject hint)
    {
        List<KeyValuePair<string, JsonObject>> lines =
        [
            new("checkpointMetadata", new JsonObject { ["version"] = snapshot.Version }), .. others,
        ];
        var (bytes, now) = (0L, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        if (files.Count > 0)
        {
            var directory = LogDirectory.SidecarsPath(snapshot.Directory);
            Directory.CreateDirectory(directory);
            DurableFile.SyncDirectory(Path.GetDirectoryName(directory)!);
            var content = EncodeAsync(CheckpointSchema.OfFiles(), files).GetAwaiter().GetResult();
            var name = $"{Guid.NewGuid()}.parquet";
            DurableFile.Replace(Path.Combine(directory, name), content);
            bytes += content.Length;
            lines.Add(new("sidecar", new JsonObject
            {
                ["path"] = name, ["sizeInBytes"] = content.Length, ["modificationTime"] = now,
            }));
        }

        var text = new StringBuilder();
        foreach (var (kind, action) in lines)
        {
            text.Append(new JsonObject { [kind] = action.DeepClone() }.ToJsonString(LogJson.Options)).Append('\n');
        }

        var path = LogDirectory.CheckpointPath(snapshot.Directory, snapshot.Version, Guid.NewGuid());
        var encoded = Encoding.UTF8.GetBytes(text.ToString());
        DurableFile.Replace(path, encoded);
        hint["size"] = lines.Count + files.Count;
        hint["sizeInBytes"] = bytes + encoded.Length;
        hint["v2Checkpoint"] = new JsonObject
        {
            ["path"] = Path.GetFileName(path), ["sizeInBytes"] = encoded.Length, ["modificationTime"] = now,
        };
    }

    /// <summary>What is no file, each action with its kind.</summary>
    private static IEnumerable<KeyValuePair<string, JsonObject>> Others(LogState state) =>
    [
        new("protocol", state.Protocol!),
        new("metaData", state.Metadata!),
        .. state.Transactions.Select(t => KeyValuePair.Create("txn", t)),
        .. state.Domains.Select(d => KeyValuePair.Create("domainMetadata", d)),
    ];

    private static IEnumerable<KeyValuePair<string, JsonObject>> Files(LogState state, long oldestTombstone) =>
    [
        .. state.Files.Select(f => KeyValuePair.Create("add", LogActions.Add(f, dataChange: false))),
        .. state.Tombstones.Where(r => (r.Long("deletionTimestamp") ?? 0) >= oldestTombstone)
            .Select(r => KeyValuePair.Create("remove", r)),
    ];

    private static async Task<byte[]> EncodeAsync(ParquetSchema schema, List<KeyValuePair<string, JsonObject>> rows)
    {
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
