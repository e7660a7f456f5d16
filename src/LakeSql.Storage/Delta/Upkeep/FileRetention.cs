using System.Globalization;
using System.Text.RegularExpressions;

namespace LakeSql.Storage.Delta.Upkeep;

/// <summary>How long files that a version no longer has are kept for those who still read older ones.</summary>
public static partial class FileRetention
{
    /// <summary>The table property that says so.</summary>
    public const string Property = "delta.deletedFileRetentionDuration";

    private static readonly TimeSpan Default = TimeSpan.FromDays(7);

    /// <summary>How long; null when the table's property is a text that says nothing to us.</summary>
    public static TimeSpan? Of(TableMetadata metadata) =>
        Of(metadata, Property, Default);

    /// <summary>What a property says, or what holds without it; null when its text says nothing to us.</summary>
    internal static TimeSpan? Of(TableMetadata metadata, string property, TimeSpan usual) =>
        metadata.Properties.TryGetValue(property, out var text) ? Parse(text) : usual;

    /// <summary>The earliest deletion that a checkpoint remembers, in milliseconds since 1970.</summary>
    internal static long OldestKept(TableMetadata metadata, DateTimeOffset now) =>
        // A text that says nothing to us may ask for any time, so all tombstones stay.
        Of(metadata) is { } retention ? Before(now, retention).ToUnixTimeMilliseconds() : 0;

    /// <summary>The instant so long ago, but none before 1970.</summary>
    public static DateTimeOffset Before(DateTimeOffset now, TimeSpan retention) =>
        retention > now - DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : now - retention;

    /// <summary>True for a text such as <c>interval 7 days</c>.</summary>
    public static bool IsDuration(string text) => Parse(text) is not null;

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
