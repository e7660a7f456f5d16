using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta.Checkpoints;
using LakeSql.Storage.Delta.Upkeep;
using LakeSql.Storage.Durability;

namespace LakeSql.Storage.Delta.Log;

/// <summary>Tries a commit at the next free version until it is in or collides.</summary>
/// <param name="table">The table's directory.</param>
/// <param name="change">What is changed.</param>
/// <param name="commit">The commit, written already.</param>
/// <param name="pinned">Old versions that must stay.</param>
internal sealed class CommitLoop(string table, TableChange change, PendingCommit commit, Func<IEnumerable<long>> pinned)
{
    private const int TryCountMax = 100;
    private const int CheckpointIntervalDefault = 10;

    public Snapshot Run()
    {
        for (var attempt = 1; attempt <= TryCountMax; attempt++)
        {
            // Asked first even when no collision is likely: a very old read version's successor may have been cleaned
            // away, and its name be free again.
            var current = SnapshotCache.Latest(table);
            if (current.Version != change.Read.Version && ConflictCheck.Collision(change, current) is { } collision)
            {
                throw Conflict(collision);
            }

            if (commit.TryFollow(current))
            {
                return Finish(current);
            }

            // The random part lets writers that met once miss each other the next time.
            Thread.Sleep(Random.Shared.Next(1, 5 + Math.Min(attempt, 20)));
        }

        throw Conflict($"other writers were faster {TryCountMax} times");
    }

    /// <summary>The error of a change that cannot follow what others have committed.</summary>
    public static LakeSqlException Conflict(string collision) => ErrorCode.CommitConflict.Error(
        $"another writer came first: {collision}", hint: "run the statement again");

    private Snapshot Finish(Snapshot before)
    {
        Snapshot? after = null;
        DiskSteps.Together([
            () =>
            {
                after = SnapshotReader.Advance(before, before.Version + 1);
                commit.Dispose();
            },
            () => DurableFile.SyncDirectory(Path.Combine(table, LogDirectory.Name))]);
        var snapshot = SnapshotCache.Keep(after!);
        CheckpointIfDue(snapshot, pinned);
        return snapshot;
    }

    /// <summary>Makes the checkpoint of a version that is to have one.</summary>
    /// <param name="snapshot">The version.</param>
    /// <param name="pinned">Old versions that must stay.</param>
    public static void CheckpointIfDue(Snapshot snapshot, Func<IEnumerable<long>> pinned)
    {
        if (snapshot.Version % CheckpointInterval(snapshot.Metadata) == 0)
        {
            TryCheckpoint(snapshot, pinned);
        }
    }

    private static long CheckpointInterval(TableMetadata metadata) =>
        metadata.Properties.TryGetValue("delta.checkpointInterval", out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var interval) && interval > 0
            ? interval
            : CheckpointIntervalDefault;

    private static void TryCheckpoint(Snapshot snapshot, Func<IEnumerable<long>> pinned)
    {
        try
        {
            CheckpointWriter.Write(snapshot);
            ExpiredLog.Delete(snapshot, DateTimeOffset.UtcNow, pinned);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The commit is in; a checkpoint only saves readers time, and a shorter log room: the next one does again.
        }
    }
}
