using System.Collections.Concurrent;

namespace LakeSql.Storage.Delta.Log;

/// <summary>The newest known snapshot of each table, shared by the whole process.</summary>
internal static class SnapshotCache
{
    private const int TableCountMax = 256;

    private static readonly ConcurrentDictionary<string, Entry> Entries = new(StringComparer.Ordinal);

    /// <summary>
    /// The table's newest version, at the price of two questions to the file system when it is known.
    /// </summary>
    public static Snapshot Latest(string table)
    {
        if (!Entries.TryGetValue(table, out var entry) || entry.Stamp == default
            || entry.Stamp != CommitStamp.Of(entry.Snapshot))
        {
            // Unknown, or known by a checkpoint alone, or another table has been made in the same directory since.
            var log = LogDirectory.Open(table);
            return Keep(SnapshotReader.Load(log, log.Latest));
        }

        var version = entry.Snapshot.Version;
        while (File.Exists(LogDirectory.CommitPath(table, version + 1)))
        {
            version++;
        }

        return version == entry.Snapshot.Version
            ? entry.Snapshot
            : Keep(SnapshotReader.Advance(entry.Snapshot, version));
    }

    /// <summary>Remembers the snapshot.</summary>
    public static Snapshot Keep(Snapshot snapshot)
    {
        if (Entries.Count >= TableCountMax && !Entries.ContainsKey(snapshot.Directory))
        {
            var oldest = Entries.MinBy(e => e.Value.KeptAt);
            Entries.TryRemove(oldest);
        }

        Entries[snapshot.Directory] = new Entry(snapshot, CommitStamp.Of(snapshot), Environment.TickCount64);
        return snapshot;
    }

    private sealed record Entry(Snapshot Snapshot, CommitStamp Stamp, long KeptAt);

    /// <summary>
    /// What a commit file looks like from outside; another table's file of that name looks different.
    /// </summary>
    private readonly record struct CommitStamp(DateTime WrittenAt, long Length)
    {
        public static CommitStamp Of(Snapshot snapshot)
        {
            var file = new FileInfo(LogDirectory.CommitPath(snapshot.Directory, snapshot.Version));
            return file.Exists ? new CommitStamp(file.LastWriteTimeUtc, file.Length) : default;
        }
    }
}
