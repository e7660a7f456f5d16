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
    private const string Domain = "delta.rowTracking";
    private const string MarkKey = "rowIdHighWaterMark";
    private const string SuspendedProperty = "delta.rowTrackingSuspended";

    /// <summary>True when the change brings rows that must have numbers.</summary>
    public static bool AreGiven(TableChange change) =>
        ProtocolRules.Has(change.Read.Protocol, Feature)
        && !(change.NewMetadata ?? change.Read.Metadata).IsOn(SuspendedProperty)
        && change.Adds.Any(f => f.BaseRowId is null);

    /// <summary>The files with their numbers behind a version, and the action that keeps the highest.</summary>
    public static (IReadOnlyList<DataFile> Adds, JsonObject? Mark) Give(TableChange change, Snapshot before)
    {
        if (!AreGiven(change))
        {
            return (change.Adds, null);
        }

        var next = Next(before.State);
        var adds = new List<DataFile>(change.Adds.Count);
        foreach (var file in change.Adds)
        {
            if (file.BaseRowId is not null)
            {
                adds.Add(file);
                continue;
            }

            adds.Add(file with { BaseRowId = next, RowCommitVersion = before.Version + 1 });
            next += CountOf(file, before);
        }

        return (adds, new JsonObject
        {
            ["domain"] = Domain,
            ["configuration"] = new JsonObject { [MarkKey] = next - 1 }.ToJsonString(LogJson.Options),
            ["removed"] = false,
        });
    }

    private static long Next(LogState state) => state.ConfigurationOf(Domain) is { } text
        && (JsonNode.Parse(text) as JsonObject)?.Long(MarkKey) is { } mark ? mark + 1 : 0;

    /// <summary>All rows of the file, those that a list says are deleted as well.</summary>
    private static long CountOf(DataFile file, Snapshot table) =>
        FileStatistics.Of(file)?.RowCount ?? FileColumns.Of(table.PathOf(file)).RowCount
        ?? throw ErrorCode.IoFailed.Error($"{table.PathOf(file)} cannot be read");
}
