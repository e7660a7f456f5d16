using System.Text.Json.Nodes;

namespace LakeSql.Storage.Delta.Log;

/// <summary>
/// When each version was committed, as time travel counts it: never twice the same instant, never backwards.
/// </summary>
internal static class CommitTimeline
{
    /// <summary>The instants of all commits that still have their file, oldest first.</summary>
    public static IReadOnlyList<(long Version, DateTimeOffset Timestamp)> Of(
        LogDirectory log, TableMetadata metadata) => [.. Each(log, metadata)];

    /// <summary>The same, each asked for when it is reached.</summary>
    public static IEnumerable<(long Version, DateTimeOffset Timestamp)> Each(LogDirectory log, TableMetadata metadata)
    {
        DateTimeOffset? previous = null;
        foreach (var version in log.Commits)
        {
            var path = LogDirectory.CommitPath(log.Table, version);
            var recorded = CommitInstants.Count(metadata, version) ? CommitInfo(path)?.Long("inCommitTimestamp") : null;
            previous = After(previous, path, recorded);
            yield return (version, previous.Value);
        }
    }

    /// <summary>
    /// The instant of the commit in <paramref name="path"/>, which follows one at <paramref name="previous"/>.
    /// </summary>
    public static DateTimeOffset After(DateTimeOffset? previous, string path, long? inCommitTimestamp)
    {
        // What the commit recorded counts as it is, even when older commits were copied here only yesterday.
        if (inCommitTimestamp is not null)
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(inCommitTimestamp.Value);
        }

        // Milliseconds, because that is what all readers of the protocol count in.
        var milliseconds = new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds();
        if (previous is not null)
        {
            milliseconds = Math.Max(milliseconds, previous.Value.ToUnixTimeMilliseconds() + 1);
        }

        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    /// <summary>What the commit says of itself; null when it is silent.</summary>
    public static JsonObject? CommitInfo(string path) =>
        LogDirectory.ReadJson(path).Select(a => a.Member("commitInfo")).FirstOrDefault(c => c is not null);
}
