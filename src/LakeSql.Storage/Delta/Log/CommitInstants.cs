using System.Globalization;

namespace LakeSql.Storage.Delta.Log;

/// <summary>The instants that commits record themselves: each later than the one before.</summary>
/// <remarks>Source: the Delta protocol, "In-Commit Timestamps".</remarks>
internal static class CommitInstants
{
    private const string VersionProperty = "delta.inCommitTimestampEnablementVersion";
    private const string InstantProperty = "delta.inCommitTimestampEnablementTimestamp";

    /// <summary>
    /// What the next commit records, in whole milliseconds; later than the file of one that recorded nothing, too.
    /// </summary>
    public static DateTimeOffset After(Snapshot before, DateTimeOffset now) => DateTimeOffset.FromUnixTimeMilliseconds(
        Math.Max(now.ToUnixTimeMilliseconds(), before.Timestamp.ToUnixTimeMilliseconds() + 1));

    /// <summary>True when the commit of that version counts as made when it says.</summary>
    public static bool Count(TableMetadata metadata, long version) =>
        metadata.IsOn(TableMetadata.CommitInstantsProperty)
        && (!metadata.Properties.TryGetValue(VersionProperty, out var text)
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || version >= first);

    /// <summary>The metadata of a table whose commits have always said it.</summary>
    public static TableMetadata FromTheFirst(TableMetadata metadata) => With(metadata, null, null);

    /// <summary>The metadata of the next commit, which tells since when commits record their instants.</summary>
    /// <param name="metadata">As the statement gives it.</param>
    /// <param name="before">The version that is followed.</param>
    /// <param name="recorded">The commit's instant; null when it records none.</param>
    public static TableMetadata In(TableMetadata metadata, Snapshot before, DateTimeOffset? recorded)
    {
        var properties = before.Metadata.Properties;
        return recorded is not { } instant ? FromTheFirst(metadata)
            : before.RecordsInstants ? With(
                metadata, properties.GetValueOrDefault(VersionProperty),
                properties.GetValueOrDefault(InstantProperty))
            : With(
                metadata, (before.Version + 1).ToString(CultureInfo.InvariantCulture),
                instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
    }

    private static TableMetadata With(TableMetadata metadata, string? version, string? instant)
    {
        var properties = new Dictionary<string, string>(metadata.Properties);
        foreach (var (name, value) in new[] { (VersionProperty, version), (InstantProperty, instant) })
        {
            properties.Remove(name);
            if (value is not null)
            {
                properties[name] = value;
            }
        }

        return metadata with { Properties = properties };
    }
}
