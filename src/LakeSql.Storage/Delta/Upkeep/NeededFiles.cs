using System.Text.Json.Nodes;
using LakeSql.Storage.Delta.DeletionVectors;
using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Volumes;

namespace LakeSql.Storage.Delta.Upkeep;

/// <summary>The files that a table's versions need, by their absolute paths.</summary>
internal sealed class NeededFiles(TablePlaces places)
{
    private readonly string root = places.Root;
    private readonly HashSet<string> paths = new(StringComparer.Ordinal);

    /// <summary>True when a version needs the file.</summary>
    public bool Contains(string path) => paths.Contains(path);

    /// <summary>Those that lie in directories of other tables.</summary>
    public IReadOnlyList<string> Elsewhere => [.. paths.Where(p => !PathText.IsWithin(p, root))];

    /// <summary>Files that somebody else needs.</summary>
    public void Add(IEnumerable<string> others) => paths.UnionWith(others);

    /// <summary>The files of every version that was the newest one at <paramref name="since"/> or later.</summary>
    public void AddSince(DateTimeOffset since, Snapshot latest)
    {
        var log = LogDirectory.Open(root);
        var earliest = log.Earliest;
        var timeline = CommitTimeline.Of(log, latest.Metadata);
        var first = timeline.LastOrDefault(e => e.Timestamp <= since, (earliest, default)).Version;
        Add(SnapshotReader.Load(log, Math.Max(first, earliest)));
        for (var version = Math.Max(first, earliest) + 1; version <= log.Latest; version++)
        {
            AddCommit(LogDirectory.CommitPath(root, version));
        }

        Add(latest);

        // Other engines may have kept the file's time to go in their own way; theirs counts as well.
        foreach (var removal in latest.State.Tombstones.Where(t => t.Instant("deletionTimestamp") >= since))
        {
            Add(LogActions.File(removal));
        }
    }

    /// <summary>The files of a version; one that the log has no more needs none.</summary>
    public void AddVersion(long version)
    {
        var log = LogDirectory.Open(root);
        if (version >= log.Earliest && version <= log.Latest)
        {
            Add(SnapshotReader.Load(log, version));
        }
    }

    public void Add(Snapshot snapshot)
    {
        foreach (var file in snapshot.Files)
        {
            Add(file);
        }
    }

    private void AddCommit(string commit)
    {
        foreach (var action in LogDirectory.ReadJson(commit))
        {
            if (action.Member("add") is { } add)
            {
                Add(LogActions.File(add));
            }
            else if (action.Member("cdc") is JsonObject change && change.Text("path") is { } path)
            {
                paths.Add(DataPath.Resolve(root, DataPath.Decode(path)));
            }
        }
    }

    private void Add(DataFile file)
    {
        paths.Add(places.Resolve(file.Path));
        if (file.DeletionVector is { } vector && DeletionVectorFile.PathOf(places, vector) is { } path)
        {
            paths.Add(path);
        }
    }
}
