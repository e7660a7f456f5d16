using System.Text.Json;
using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta.Log;

namespace LakeSql.Storage.Delta.DeletionVectors;

/// <summary>Takes rows out of files.</summary>
public static class RowRemoval
{
    /// <summary>
    /// The files that leave a table and those that come, when these rows go: a file with a longer list of deleted rows
    /// is another file to the log. One that has no row left only leaves; so do all where the table does not list
    /// deletions, and their other rows have to come in new files.
    /// </summary>
    /// <param name="snapshot">The table.</param>
    /// <param name="rows">The rows of each file, none of them deleted yet.</param>
    /// <remarks>The lists are on the disk before this returns; until a commit names them nobody sees them.</remarks>
    public static (IReadOnlyList<DataFile> Adds, IReadOnlyList<DataFile> Removes) Prepare(
        Snapshot snapshot, IReadOnlyDictionary<DataFile, DeletedRows> rows)
    {
        if (!snapshot.ListsDeletions)
        {
            return ([], [.. rows.Keys]);
        }

        var kept = new List<(DataFile File, DeletedRows Deleted, long RowCount)>();
        foreach (var (file, more) in rows)
        {
            var deleted = snapshot.DeletedRowsOf(file) is { } before ? before.Union(more) : more;
            var count = FileStatistics.Of(file)?.RowCount
                ?? FileColumns.Of(snapshot.PathOf(file)).RowCount
                ?? throw ErrorCode.IoFailed.Error($"{snapshot.PathOf(file)} cannot be read");
            if (deleted.Count < count)
            {
                kept.Add((file, deleted, count));
            }
        }

        var descriptors = kept.Count == 0 ? [] : DeletionVectorFile.Write(
            snapshot.Directory, [.. kept.Select(k => k.Deleted)]);
        return (
            [.. kept.Select((k, i) => k.File with
            {
                DeletionVector = descriptors[i], Statistics = WideBounds(k.File.Statistics, k.RowCount),
            })],
            [.. rows.Keys]);
    }

    /// <summary>The protocol wants the row count, and to be told that a bound may be of a row that is gone.</summary>
    private static string WideBounds(string? statistics, long rowCount)
    {
        JsonObject node;
        try
        {
            node = statistics is null ? [] : JsonNode.Parse(statistics) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            node = [];
        }

        node["numRecords"] = rowCount;
        node["tightBounds"] = false;
        return node.ToJsonString(LogJson.Options);
    }
}
