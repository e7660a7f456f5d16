using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta.DeletionVectors;
using LakeSql.Storage.Delta.Log;

namespace LakeSql.Storage.Delta.Changes;

/// <summary>Finds what versions changed, from the actions of their commits.</summary>
/// <remarks>
/// Source: the Delta protocol, "Add CDC File" and "Change Data Files": where a version has such files they alone tell
/// its changes. Otherwise the rows of the files that came are new, and those of the files that went are gone; of a file
/// that only got another deletion vector, the rows in which the two differ.
/// </remarks>
internal sealed class ChangeReader(LogDirectory log, Snapshot last)
{
    private readonly TableMetadata metadata = last.Metadata;

    public IReadOnlyList<ChangedFile> ReadSince(long first)
    {
        var timeline = CommitTimeline.Of(log, metadata).ToDictionary(e => e.Version, e => e.Timestamp);
        var changes = new List<ChangedFile>();
        for (var version = first; version <= last.Version; version++)
        {
            var path = LogDirectory.CommitPath(log.Table, version);
            if (!timeline.TryGetValue(version, out var timestamp))
            {
                throw ErrorCode.VersionNotFound.Error(
                    $"the changes of version {version} of {log.Table} are gone: its commit was cleaned away");
            }

            changes.AddRange(SnapshotReader.Guarded(
                path, () => OfCommit(LogDirectory.ReadJson(path), version, timestamp)));
        }

        return changes;
    }

    private List<ChangedFile> OfCommit(IEnumerable<JsonObject> actions, long version, DateTimeOffset timestamp)
    {
        var added = new Dictionary<string, DataFile>(StringComparer.Ordinal);
        var removed = new Dictionary<string, DataFile>(StringComparer.Ordinal);
        var recorded = new List<ChangedFile>();
        foreach (var action in actions)
        {
            if (action.Member("cdc") is { } cdc)
            {
                recorded.Add(new ChangedFile(
                    version, timestamp, LogActions.File(cdc), ChangeKind.Recorded, null, null));
            }
            else if (action.Member("add") is { } add && ChangesData(add))
            {
                added[LogActions.File(add).Path] = LogActions.File(add);
            }
            else if (action.Member("remove") is { } remove && ChangesData(remove))
            {
                var file = LogActions.File(remove);
                removed[file.Path] = remove["partitionValues"] is null ? Known(file, version) : file;
            }
        }

        return recorded.Count > 0 ? recorded
            : [.. added.Keys.Union(removed.Keys).SelectMany(path => OfFile(
                added.GetValueOrDefault(path), removed.GetValueOrDefault(path), version, timestamp))];
    }

    private IEnumerable<ChangedFile> OfFile(
        DataFile? added, DataFile? removed, long version, DateTimeOffset timestamp)
    {
        if (added is null || removed is null)
        {
            var file = added ?? removed!;
            var kind = added is null ? ChangeKind.Delete : ChangeKind.Insert;
            yield return new ChangedFile(version, timestamp, file, kind, null, Deleted(file));
            yield break;
        }

        var (before, after) = (Deleted(removed) ?? DeletedRows.None, Deleted(added) ?? DeletedRows.None);
        var (gone, back) = (after.Except(before), before.Except(after));
        if (gone.Count > 0)
        {
            yield return new ChangedFile(version, timestamp, added, ChangeKind.Delete, gone, null);
        }

        if (back.Count > 0)
        {
            yield return new ChangedFile(version, timestamp, added, ChangeKind.Insert, back, null);
        }
    }

    private DeletedRows? Deleted(DataFile file) =>
        file.DeletionVector is { } vector ? DeletionVectorFile.Read(last.Places, vector) : null;

    /// <summary>Old writers remove a file by its path alone.</summary>
    private DataFile Known(DataFile file, long version) => metadata.PartitionColumns.Count == 0 || version == 0 ? file
        : SnapshotReader.Load(log, version - 1).Files.FirstOrDefault(f => f.Key == file.Key) ?? file;

    private static bool ChangesData(JsonObject action) =>
        !(action["dataChange"] is JsonValue value && value.TryGetValue(out bool flag) && !flag);
}
