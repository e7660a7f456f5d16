using System.Text.Json.Nodes;
using LakeSql.Common.Errors;

namespace LakeSql.Storage.Delta.Log;

/// <summary>The numbers by which all rows that a table ever had are known.</summary>
/// <remarks>
/// Source: the Delta protocol, "Row Tracking". A file's rows have the numbers from <c>baseRowId</c> on, and no number
/// is given twice: the log keeps the highest.
/// </remarks>
internal static class RowIds
{
    private const string Feature = "rowTracking";
    private const string DomainName = "delta.rowTracking";
    private const string MarkKey = "rowIdHighWaterMark";
    private const string SuspendedProperty = "delta.rowTrackingSuspended";

    /// <summary>True when the change brings rows that must have numbers.</summary>
    public static bool AreGiven(TableChange change) => Unnumbered(change).Any();

    /// <summary>The files of a new table with their numbers, and the action that keeps the highest.</summary>
    public static (IReadOnlyList<DataFile> Adds, JsonObject? Mark) GiveFirst(
        TableMetadata metadata, Protocol protocol, IReadOnlyList<DataFile> files, string root) =>
        ProtocolRules.Has(protocol, Feature) && !metadata.IsOn(SuspendedProperty) && files.Count > 0
            ? Give(files, 0, 0, root) : (files, null);

    /// <summary>The files with their numbers behind a version, and the action that keeps the highest.</summary>
    /// <remarks>With those that are in the table and have none, when it begins to track rows.</remarks>
    public static (IReadOnlyList<DataFile> Adds, IReadOnlyList<DataFile> Numbered, JsonObject? Mark) Give(
        TableChange change, Snapshot before)
    {
        var unnumbered = Unnumbered(change).ToList();
        if (unnumbered.Count == 0)
        {
            return (change.Adds, [], null);
        }

        var (given, mark) = Give(unnumbered, Next(before.State), before.Version + 1, before.Directory);
        var coming = change.Adds.Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        return (
            [.. change.Adds.Where(f => f.BaseRowId is not null), .. given.Where(f => coming.Contains(f.Key))],
            [.. given.Where(f => !coming.Contains(f.Key))], mark);
    }

    private static (IReadOnlyList<DataFile> Files, JsonObject Mark) Give(
        IReadOnlyList<DataFile> files, long next, long version, string root)
    {
        var given = new List<DataFile>(files.Count);
        foreach (var file in files)
        {
            given.Add(file with { BaseRowId = next, RowCommitVersion = version });
            next += CountOf(file, root);
        }

        return (given, new JsonObject
        {
            ["domain"] = DomainName,
            ["configuration"] = new JsonObject { [MarkKey] = next - 1 }.ToJsonString(LogJson.Options),
            ["removed"] = false,
        });
    }

    private static IEnumerable<DataFile> Unnumbered(TableChange change)
    {
        var metadata = change.NewMetadata ?? change.Read.Metadata;
        var begins = metadata.IsOn(TableMetadata.RowTrackingProperty) && !change.Read.TracksRows;
        var isSupported = ProtocolRules.Has(change.Read.Protocol, Feature)
            || (change.NewMetadata is not null && FeatureProperties.Asked(metadata).Any(f => f.Name == Feature));
        if (metadata.IsOn(SuspendedProperty) || !(begins || isSupported))
        {
            return [];
        }

        var files = change.Adds.Where(f => f.BaseRowId is null);
        if (!begins)
        {
            return files;
        }

        var spoken = change.Adds.Concat(change.Removes).Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        return files.Concat(change.Read.Files.Where(f => f.BaseRowId is null && !spoken.Contains(f.Key)));
    }

    private static long Next(LogState state) => state.Domain(DomainName) is { } text
        && (JsonNode.Parse(text) as JsonObject)?.Long(MarkKey) is { } mark ? mark + 1 : 0;

    /// <summary>All rows of the file, those that a list says are deleted as well.</summary>
    private static long CountOf(DataFile file, string root) =>
        FileStatistics.Of(file)?.RowCount ?? FileColumns.Of(DataPath.Resolve(root, file.Path)).RowCount
        ?? throw ErrorCode.IoFailed.Error($"{DataPath.Resolve(root, file.Path)} cannot be read");
}
