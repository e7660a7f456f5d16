using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta.Checkpoints;

namespace LakeSql.Storage.Delta.Log;

/// <summary>Makes snapshots: from a checkpoint and the commits after it, or from an older snapshot.</summary>
internal static class SnapshotReader
{
    /// <summary>The table as of <paramref name="version"/>, from the files of its log.</summary>
    public static Snapshot Load(LogDirectory log, long version)
    {
        var (state, next, failure) = Start(log, version);
        try
        {
            Replay(log.Table, state, next, version);
        }
        catch (LakeSqlException) when (failure is not null)
        {
            // The commits that are missing were cleaned away because there is a checkpoint: that is what is wrong.
            throw failure;
        }

        return Guarded(LogDirectory.CommitPath(log.Table, version), () =>
        {
            var metadata = Snapshot.Check(state, log.Table);
            return new Snapshot(log.Table, version, TimestampOf(log, version, metadata), state, metadata);
        });
    }

    /// <summary>The table as of a version after <paramref name="from"/>.</summary>
    public static Snapshot Advance(Snapshot from, long version)
    {
        var state = from.State.Copy();
        var recorded = new List<long?>();
        for (var next = from.Version + 1; next <= version; next++)
        {
            Replay(from.Directory, state, next, next);
            recorded.Add(state.InCommitTimestamp);
        }

        return Guarded(LogDirectory.CommitPath(from.Directory, version), () =>
        {
            var metadata = ReferenceEquals(state.Metadata, from.State.Metadata)
                && ReferenceEquals(state.Protocol, from.State.Protocol)
                    ? from.Metadata
                    : Snapshot.Check(state, from.Directory);
            var timestamp = from.Timestamp;
            for (var i = 0; i < recorded.Count; i++)
            {
                timestamp = CommitTimeline.After(
                    timestamp, LogDirectory.CommitPath(from.Directory, from.Version + 1 + i),
                    CommitInstants.Count(metadata, from.Version + 1 + i) ? recorded[i] : null);
            }

            return new Snapshot(from.Directory, version, timestamp, state, metadata);
        });
    }

    /// <summary>The version that a commit of this content would make.</summary>
    public static Snapshot Follow(Snapshot before, byte[] content)
    {
        var state = before.State.Copy();
        state.ApplyCommit(Actions(content));
        return new Snapshot(
            before.Directory, before.Version + 1,
            state.InCommitTimestamp is { } recorded ? DateTimeOffset.FromUnixTimeMilliseconds(recorded)
                : before.Timestamp.AddMilliseconds(1),
            state, Snapshot.Check(state, before.Directory));
    }

    /// <summary>The actions of a commit that LakeSql has made itself.</summary>
    public static IEnumerable<JsonObject> Actions(byte[] content) =>
        Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (JsonObject)JsonNode.Parse(line)!);

    /// <summary>True when the checkpoint alone gives its version.</summary>
    public static bool IsWhole(string table, LogCheckpoint checkpoint)
    {
        LakeSqlException? failure = null;
        return TryRead(table, checkpoint, ref failure) is { Protocol: not null, Metadata: not null };
    }

    /// <summary>Runs <paramref name="read"/>; what goes wrong in it is the file's fault.</summary>
    /// <exception cref="LakeSqlException">LSQ4002 for damage, LSQ6007 when the file cannot be read.</exception>
    public static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw ErrorCode.LogCorrupt.Error($"{path} is damaged: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCode.IoFailed.Error($"{path} cannot be read: {e.Message}");
        }
    }

    private static (LogState State, long Next, LakeSqlException? Failure) Start(LogDirectory log, long version)
    {
        LakeSqlException? failure = null;
        foreach (var checkpoint in log.Checkpoints.Where(c => c.Version <= version))
        {
            // A checkpoint only saves time: when one cannot be read, an older one and more commits say the same.
            if (TryRead(log.Table, checkpoint, ref failure) is { } state)
            {
                return (state, checkpoint.Version + 1, failure);
            }
        }

        return (new LogState(), 0, failure);
    }

    private static LogState? TryRead(string table, LogCheckpoint checkpoint, ref LakeSqlException? failure)
    {
        try
        {
            var state = new LogState();
            foreach (var (action, file) in CheckpointReader.Read(table, checkpoint))
            {
                if (file is not null)
                {
                    state.Add(file);
                }
                else
                {
                    state.Apply(action!);
                }
            }

            return state;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failure ??= ErrorCode.LogCorrupt.Error($"{checkpoint.Files[0]} cannot be read: {e.Message}");
            return null;
        }
    }

    private static void Replay(string table, LogState state, long first, long last)
    {
        for (var version = first; version <= last; version++)
        {
            var path = LogDirectory.CommitPath(table, version);
            Guarded(path, () =>
            {
                state.ApplyCommit(LogDirectory.ReadJson(path));
                return true;
            });
        }
    }

    private static DateTimeOffset TimestampOf(LogDirectory log, long version, TableMetadata metadata)
    {
        var entry = CommitTimeline.Of(log, metadata).LastOrDefault(e => e.Version == version);
        return entry != default
            ? entry.Timestamp
            : CommitTimeline.After(null, log.Checkpoints.First(c => c.Version == version).Files[0], null);
    }
}
