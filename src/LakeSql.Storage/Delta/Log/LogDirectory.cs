using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LakeSql.Common.Errors;
using LakeSql.Storage.Durability;

namespace LakeSql.Storage.Delta.Log;

/// <summary>What one look into <c>_delta_log</c> found.</summary>
internal sealed partial class LogDirectory
{
    public const string Name = "_delta_log";

    private LogDirectory(string table, SortedSet<long> commits, IReadOnlyList<LogCheckpoint> checkpoints)
    {
        Table = table;
        Commits = commits;
        Checkpoints = checkpoints;
    }

    /// <summary>The table's directory.</summary>
    public string Table { get; }

    /// <summary>The versions that have a JSON commit.</summary>
    public SortedSet<long> Commits { get; }

    /// <summary>The checkpoints whose parts are all there, newest first.</summary>
    public IReadOnlyList<LogCheckpoint> Checkpoints { get; }

    public bool IsEmpty => Commits.Count == 0 && Checkpoints.Count == 0;

    public long Latest => Math.Max(
        Commits.Count == 0 ? -1 : Commits.Max, Checkpoints.Count == 0 ? -1 : Checkpoints[0].Version);

    /// <summary>The oldest version that can still be read.</summary>
    public long Earliest => Commits.Contains(0) || Checkpoints.Count == 0 ? 0 : Checkpoints[^1].Version;

    /// <exception cref="LakeSqlException">LSQ4004 when the directory has no log.</exception>
    public static LogDirectory Open(string table)
    {
        var log = TryOpen(table);
        return log is { IsEmpty: false } ? log : throw ErrorCode.NotATable.Error($"{table} holds no Delta table");
    }

    public static LogDirectory? TryOpen(string table)
    {
        var directory = Path.Combine(table, Name);
        if (!Directory.Exists(directory))
        {
            return null;
        }

        var commits = new SortedSet<long>();
        var parts = new List<CheckpointPart>();
        foreach (var path in Directory.EnumerateFiles(directory))
        {
            var name = Path.GetFileName(path);
            if (CommitName().Match(name) is { Success: true } commit && Version(commit.Groups[1]) is { } version)
            {
                commits.Add(version);
            }
            else if (CheckpointName().Match(name) is { Success: true } match
                && CheckpointPart.TryMake(path, match) is { } part)
            {
                parts.Add(part);
            }
        }

        return new LogDirectory(table, commits, LogCheckpoint.Complete(parts));
    }

    /// <summary>The digits as a version that another can follow; null when they are beyond that.</summary>
    public static long? Version(Group digits) =>
        long.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        && version < long.MaxValue ? version : null;

    public static string CommitPath(string table, long version) =>
        Path.Combine(table, Name, version.ToString("D20", CultureInfo.InvariantCulture) + ".json");

    public static string CheckpointPath(string table, long version) => Path.Combine(
        table, Name, version.ToString("D20", CultureInfo.InvariantCulture) + ".checkpoint.parquet");

    /// <summary>A checkpoint in JSON, of which a version may have several.</summary>
    public static string CheckpointPath(string table, long version, Guid id) => Path.Combine(
        table, Name, version.ToString("D20", CultureInfo.InvariantCulture) + $".checkpoint.{id}.json");

    /// <summary>Where files lie that checkpoints name.</summary>
    public static string SidecarsPath(string table) => Path.Combine(table, Name, "_sidecars");

    /// <summary>The actions of a JSON file of the log.</summary>
    /// <exception cref="LakeSqlException">LSQ4002, naming the file, when it is missing, damaged or a link.</exception>
    public static IEnumerable<JsonObject> ReadJson(string path)
    {
        CheckFile(path);
        return LogLines.Read(path);
    }

    /// <summary>
    /// LSQ4002 unless the path is a file in the log itself: no link may make other files part of a table.
    /// </summary>
    public static void CheckFile(string path)
    {
        var table = path[..path.LastIndexOf(Path.DirectorySeparatorChar + Name, StringComparison.Ordinal)];
        if (Links.IsCrossed(table, path))
        {
            throw ErrorCode.LogCorrupt.Error($"{path} is a link, or lies behind one");
        }

        if (!File.Exists(path))
        {
            throw ErrorCode.LogCorrupt.Error($"the log lacks {path}");
        }
    }

    [GeneratedRegex(@"^(\d{20})\.json$", RegexOptions.CultureInvariant)]
    private static partial Regex CommitName();

    [GeneratedRegex(
        @"^(?<version>\d{20})\.checkpoint"
            + @"(?:\.(?<part>\d{10})\.(?<of>\d{10})|\.(?<id>[0-9a-fA-F-]{36}))?\.(?:parquet|json)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex CheckpointName();
}
