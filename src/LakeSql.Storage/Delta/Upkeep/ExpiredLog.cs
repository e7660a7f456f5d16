using System.Text.RegularExpressions;
using LakeSql.Storage.Delta.Checkpoints;
using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Durability;

namespace LakeSql.Storage.Delta.Upkeep;

/// <summary>Takes away the part of a log that only versions need which are older than the table keeps them.</summary>
/// <remarks>
/// <para>Source: the Delta protocol, "Metadata Cleanup". All from the newest checkpoint on that is old enough stays, so
/// that every younger version can be read; and what is older goes from its beginning, so that it stays a log whenever
/// this ends.</para>
/// <para>A version that must stay keeps all that follows it: other engines know no log with a hole.</para>
/// </remarks>
internal sealed partial class ExpiredLog
{
    private const string EnabledProperty = "delta.enableExpiredLogCleanup";
    private const string RetentionProperty = "delta.logRetentionDuration";

    private static readonly TimeSpan RetentionDefault = TimeSpan.FromDays(30);

    /// <summary>A checkpoint that is being made has named none of its sidecars yet.</summary>
    private static readonly TimeSpan SidecarAgeMin = TimeSpan.FromDays(1);

    /// <param name="latest">The table.</param>
    /// <param name="now">The time.</param>
    /// <param name="pinned">Asked for versions that must stay, when any would go.</param>
    public static void Delete(Snapshot latest, DateTimeOffset now, Func<IEnumerable<long>> pinned)
    {
        var log = LogDirectory.Open(latest.Directory);
        if (Links.IsCrossed(log.Table, Path.Combine(log.Table, LogDirectory.Name))
            || LastExpired(log, latest.Metadata, now) is not { } expired
            || !log.Checkpoints.Any(c => c.Version <= expired && c.Version > OldestOf(log)))
        {
            return;
        }

        var bound = pinned().Where(v => v >= OldestOf(log)).Append(expired).Min();
        var start = log.Checkpoints.Where(c => c.Version <= bound)
            .FirstOrDefault(c => SnapshotReader.IsWhole(log.Table, c));
        if (start is not null && DeleteBefore(log.Table, start.Version))
        {
            DeleteSidecars(log.Table, now);
        }
    }

    /// <summary>The newest version that is as old as the table keeps none; null when there is no such.</summary>
    private static long? LastExpired(LogDirectory log, TableMetadata metadata, DateTimeOffset now)
    {
        if (metadata.Properties.TryGetValue(EnabledProperty, out var enabled)
            && !string.Equals(enabled, "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (FileRetention.Of(metadata, RetentionProperty, RetentionDefault) is not { } retention)
        {
            return null;
        }

        var limit = Midnight(FileRetention.Before(now, retention));
        long? last = null;
        foreach (var (version, timestamp) in CommitTimeline.Each(log, metadata))
        {
            if (timestamp > limit)
            {
                break;
            }

            last = version;
        }

        return last;
    }

    private static long OldestOf(LogDirectory log) => log.Commits.Count == 0 ? long.MaxValue : log.Commits.Min;

    private static bool DeleteBefore(string table, long version)
    {
        var expired = Directory.EnumerateFiles(Path.Combine(table, LogDirectory.Name))
            .Select(p => (Path: p, Name: LogName().Match(Path.GetFileName(p)))).Where(f => f.Name.Success)
            .Select(f => (f.Path, Version: LogDirectory.Version(f.Name.Groups["version"]), f.Name))
            .Where(f => f.Version < version || (f.Version == version && f.Name.Groups["end"].Success))
            .OrderBy(f => f.Version).ThenByDescending(f => f.Name.Groups["checkpoint"].Success).ToList();
        foreach (var file in expired)
        {
            DiskSteps.Before("delete of log");
            File.Delete(file.Path);
        }

        return expired.Count > 0;
    }

    /// <summary>Sidecars that no checkpoint names any more.</summary>
    private static void DeleteSidecars(string table, DateTimeOffset now)
    {
        var directory = new DirectoryInfo(LogDirectory.SidecarsPath(table));
        if (!directory.Exists || directory.LinkTarget is not null)
        {
            return;
        }

        var limit = Midnight(now) - SidecarAgeMin;
        var old = directory.EnumerateFiles("*.parquet")
            .Where(f => f.LinkTarget is null && f.LastWriteTimeUtc < limit).ToList();
        if (old.Count == 0)
        {
            return;
        }

        var named = LogDirectory.Open(table).Checkpoints.SelectMany(c => CheckpointReader.SidecarsOf(table, c))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var file in old.Where(f => !named.Contains(f.FullName)))
        {
            DiskSteps.Before("delete of sidecar");
            file.Delete();
        }
    }

    private static DateTimeOffset Midnight(DateTimeOffset instant) => new(instant.UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>Commits, checksums, checkpoints, and commits put together; whatever else lies there stays.</summary>
    [GeneratedRegex(
        @"^(?<version>\d{20})\.(?:json|crc|(?<checkpoint>checkpoint)\..+|(?<end>\d{20})\.compacted\.json)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex LogName();
}
