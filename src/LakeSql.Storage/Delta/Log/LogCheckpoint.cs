using System.Globalization;
using System.Text.RegularExpressions;

namespace LakeSql.Storage.Delta.Log;

/// <summary>A checkpoint: all actions that made up one version, in one or several files.</summary>
internal sealed record LogCheckpoint(long Version, IReadOnlyList<string> Files)
{
    /// <summary>The checkpoints that miss no part, newest first.</summary>
    public static IReadOnlyList<LogCheckpoint> Complete(IEnumerable<CheckpointPart> parts) =>
    [
        .. parts.GroupBy(p => (p.Version, p.Set))
            .Where(g => g.Count() == g.First().PartCount)
            .Select(g => new LogCheckpoint(
                g.Key.Version, [.. g.Select(p => p.Path).Order(StringComparer.Ordinal)]))
            .OrderByDescending(c => c.Version),
    ];
}

/// <summary>One file of a checkpoint.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Version">The checkpoint's version.</param>
/// <param name="Set">Tells apart several checkpoints of one version.</param>
/// <param name="PartCount">How many files the checkpoint has.</param>
internal sealed record CheckpointPart(string Path, long Version, string Set, int PartCount)
{
    public static CheckpointPart Of(string path, Match name)
    {
        var count = name.Groups["of"] is { Success: true } of ? int.Parse(of.ValueSpan, CultureInfo.InvariantCulture) : 1;
        var set = count == 1 ? System.IO.Path.GetFileName(path) : name.Groups["of"].Value;
        return new CheckpointPart(
            path, long.Parse(name.Groups["version"].ValueSpan, CultureInfo.InvariantCulture), set, count);
    }
}
