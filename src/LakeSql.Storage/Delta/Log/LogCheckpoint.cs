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
    /// <summary>The part that the name speaks of; null when its numbers make no sense.</summary>
    public static CheckpointPart? TryMake(string path, Match name)
    {
        var count = 1;
        if (LogDirectory.Version(name.Groups["version"]) is not { } version || (name.Groups["of"].Success
            && !(TryNumber(name.Groups["of"], out count) && TryNumber(name.Groups["part"], out var part)
                && part >= 1 && part <= count)))
        {
            return null;
        }

        var set = count == 1 ? System.IO.Path.GetFileName(path) : name.Groups["of"].Value;
        return new CheckpointPart(path, version, set, count);
    }

    private static bool TryNumber(Group digits, out int number) =>
        int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
