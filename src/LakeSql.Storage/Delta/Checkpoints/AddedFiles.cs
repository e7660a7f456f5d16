using System.Text;
using System.Text.Json.Nodes;
using LakeSql.Storage.Delta.Log;
using Parquet;
using Parquet.Schema;

namespace LakeSql.Storage.Delta.Checkpoints;

/// <summary>
/// The files that the column <c>add</c> of a checkpoint names. There may be a million of them, so they are put together
/// from the columns and not from an action each, and share what is the same.
/// </summary>
internal sealed class AddedFiles(int rowCount)
{
    private static readonly IReadOnlyDictionary<string, string?> NoValues = new Dictionary<string, string?>();

    private readonly string?[] paths = new string?[rowCount];
    private readonly long?[] sizes = new long?[rowCount];
    private readonly long[] times = new long[rowCount];
    private readonly long?[] firstRows = new long?[rowCount];
    private readonly long?[] rowVersions = new long?[rowCount];
    private readonly byte[]?[] statistics = new byte[]?[rowCount];
    private readonly IReadOnlyDictionary<string, string?>?[] partitions =
        new IReadOnlyDictionary<string, string?>?[rowCount];
    private readonly JsonObject?[] tags = new JsonObject?[rowCount];
    private readonly string?[] clusteringProviders = new string?[rowCount];
    private readonly Dictionary<string, IReadOnlyDictionary<string, string?>> knownPartitions =
        new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> knownTags = new(StringComparer.Ordinal);

    /// <summary>Reads a field of <c>add</c>; false when it is one that is not known here.</summary>
    public async Task<bool> TryReadAsync(ParquetRowGroupReader group, Field field)
    {
        switch (field)
        {
            case DataField { Name: "path" } leaf:
                await EachAsync(group, leaf, (c, row, i) => paths[row] = c.Text(i)).ConfigureAwait(false);
                return true;
            case DataField { Name: "stats" } leaf:
                await EachAsync(group, leaf, (c, row, i) => statistics[row] = c.Utf8(i)).ConfigureAwait(false);
                return true;
            case DataField { Name: "clusteringProvider" } leaf:
                await EachAsync(group, leaf, (c, row, i) => clusteringProviders[row] = Shared(c.Text(i)))
                    .ConfigureAwait(false);
                return true;
            case DataField { Name: "size" } leaf:
                await EachAsync(group, leaf, (c, row, i) => sizes[row] = c.Number(i)).ConfigureAwait(false);
                return true;
            case DataField { Name: "modificationTime" } leaf:
                await EachAsync(group, leaf, (c, row, i) => times[row] = c.Number(i)).ConfigureAwait(false);
                return true;
            case DataField { Name: "baseRowId" } leaf:
                await EachAsync(group, leaf, (c, row, i) => firstRows[row] = c.Number(i)).ConfigureAwait(false);
                return true;
            case DataField { Name: "defaultRowCommitVersion" } leaf:
                await EachAsync(group, leaf, (c, row, i) => rowVersions[row] = c.Number(i)).ConfigureAwait(false);
                return true;
            case DataField { Name: "dataChange" }:
                return true;
            case MapField { Name: "partitionValues", Key: DataField key, Value: DataField value }:
                await EntriesAsync(group, key, value, (row, e) => partitions[row] = Values(e)).ConfigureAwait(false);
                return true;
            case MapField { Name: "tags", Key: DataField key, Value: DataField value }:
                await EntriesAsync(group, key, value, (row, e) => tags[row] = Tags(e)).ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The file of a row; null when the row is of another kind.</summary>
    /// <param name="row">The row.</param>
    /// <param name="more">The fields of its <c>add</c> that are not known here; null when it has none.</param>
    public DataFile? File(int row, JsonObject? more)
    {
        if (paths[row] is not { } path)
        {
            return more is null && sizes[row] is null ? null
                : throw new InvalidDataException("an add action without a path");
        }

        var file = LogActions.File(
            path, partitions[row] ?? NoValues, sizes[row] ?? 0, times[row], statistics[row], tags[row]) with
        {
            BaseRowId = firstRows[row], RowCommitVersion = rowVersions[row],
            ClusteringProvider = clusteringProviders[row],
        };
        if (more is null)
        {
            return file;
        }

        var action = LogActions.Add(file, dataChange: false);
        foreach (var (name, value) in more)
        {
            action[name] = value?.DeepClone();
        }

        return LogActions.File(action) with { PartitionValues = file.PartitionValues, Tags = file.Tags };
    }

    private static async Task EachAsync(
        ParquetRowGroupReader group, DataField field, Action<CheckpointColumn, int, int> visit)
    {
        using var column = await CheckpointColumn.ReadAsync(group, field).ConfigureAwait(false);
        column.ForEach((row, index, _) => visit(column, row, index));
    }

    private static async Task EntriesAsync(
        ParquetRowGroupReader group, DataField key, DataField value, Action<int, List<(string, string?)>> visit)
    {
        using var keys = await CheckpointColumn.ReadAsync(group, key).ConfigureAwait(false);
        using var values = await CheckpointColumn.ReadAsync(group, value).ConfigureAwait(false);
        var valueAt = new string?[values.SlotCount];
        values.ForEach((_, index, slot) => valueAt[slot] = values.Text(index));
        var entries = new List<(string, string?)>();
        var current = -1;
        keys.ForEach((row, index, slot) =>
        {
            if (row != current && entries.Count > 0)
            {
                visit(current, entries);
                entries.Clear();
            }

            current = row;
            entries.Add((keys.Text(index), valueAt[slot]));
        });
        if (entries.Count > 0)
        {
            visit(current, entries);
        }
    }

    /// <summary>Nearly always the one name that we know.</summary>
    private static string? Shared(string? provider) =>
        provider == Clustering.Provider ? Clustering.Provider : provider;

    private IReadOnlyDictionary<string, string?> Values(List<(string Key, string? Value)> entries)
    {
        var key = KeyOf(entries);
        if (!knownPartitions.TryGetValue(key, out var known))
        {
            // The protocol says that an empty text is NULL, for any type.
            known = new Dictionary<string, string?>(
                entries.Select(e => KeyValuePair.Create(e.Key, e.Value is { Length: > 0 } value ? value : null)),
                StringComparer.Ordinal);
            knownPartitions.Add(key, known);
        }

        return known;
    }

    private JsonObject Tags(List<(string Key, string? Value)> entries)
    {
        var key = KeyOf(entries);
        if (!knownTags.TryGetValue(key, out var known))
        {
            known = new JsonObject(entries.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)e.Value)));
            knownTags.Add(key, known);
        }

        return known;
    }

    private static string KeyOf(List<(string Key, string? Value)> entries)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in entries)
        {
            text.Append(key.Length).Append(':').Append(key).Append(value?.Length ?? -1).Append(':').Append(value);
        }

        return text.ToString();
    }
}
