using System.Globalization;
using System.Text.RegularExpressions;

namespace LakeSql.Storage.Delta.Checkpoints;

/// <summary>
/// How long a checkpoint remembers removed files, so that cleaning spares those that somebody still reads.
/// </summary>
internal static partial class TombstoneRetention
{
    private const string Property = "delta.deletedFileRetentionDuration";

    private static readonly TimeSpan Default = TimeSpan.FromDays(7);

    /// <summary>The earliest deletion that is kept, in milliseconds since 1970.</summary>
    public static long OldestKept(TableMetadata metadata, DateTimeOffset now)
    {
        var retention = metadata.Properties.TryGetValue(Property, out var text) ? Parse(text) : Default;

        // A text that says nothing to us may ask for any time, so all tombstones stay.
        return retention is null || retention > now - DateTimeOffset.UnixEpoch
            ? 0
            : (now - retention.Value).ToUnixTimeMilliseconds();
    }

    /// <summary><c>interval 7 days</c>, <c>2 weeks 12 hours</c>; null when it is not of that form.</summary>
    private static TimeSpan? Parse(string text)
    {
        if (Interval().Match(text.Trim()) is not { Success: true } match)
        {
            return null;
        }

        var seconds = 0.0;
        for (var i = 0; i < match.Groups["unit"].Captures.Count; i++)
        {
            seconds += double.Parse(match.Groups["count"].Captures[i].ValueSpan, CultureInfo.InvariantCulture)
                * SecondsOf(match.Groups["unit"].Captures[i].Value.ToLowerInvariant());
        }

        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static double SecondsOf(string unit) => unit switch
    {
        "week" => 7 * 86400,
        "day" => 86400,
        "hour" => 3600,
        "minute" => 60,
        "second" => 1,
        "millisecond" => 1e-3,
        _ => 1e-6,
    };

    [GeneratedRegex(
        @"^(?:interval\s+)?(?:(?<count>\d{1,15})\s+"
            + @"(?<unit>week|day|hour|minute|second|millisecond|microsecond)s?\s*)+$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Interval();
}
