using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta.Log;

namespace LakeSql.Storage.Delta.Upkeep;

/// <summary>
/// Takes commits back that are in the log already, by one more commit; what others did meanwhile stays.
/// </summary>
public static class CommitUndo
{
    private const int TryCountMax = 100;

    /// <param name="table">The table.</param>
    /// <param name="first">The first version to take back.</param>
    /// <param name="contents">The commits to take back, as bytes of the log.</param>
    /// <param name="description">What the history shall say.</param>
    public static void Run(
        DeltaTable table, long first, IEnumerable<byte[]> contents, CommitDescription description)
    {
        var before = table.At(first - 1);
        var actions = contents.SelectMany(SnapshotReader.Actions).ToList();
        var added = actions.Select(a => a.Member("add")).OfType<JsonObject>()
            .Select(LogActions.KeyOf).Where(k => !before.State.Has(k)).ToList();
        var removed = actions.Select(a => a.Member("remove")).OfType<JsonObject>()
            .Select(LogActions.KeyOf).Select(before.State.Find).OfType<DataFile>().ToList();
        var isChanged = actions.Exists(a => a.Member("metaData") is not null);
        for (var attempt = 1; ; attempt++)
        {
            var current = table.Latest();
            try
            {
                table.Commit(new TableChange(
                    current, [.. removed.Where(f => !current.State.Has(f.Key))],
                    [.. added.Select(current.State.Find).OfType<DataFile>()], isChanged ? before.Metadata : null, false,
                    description));
                return;
            }
            catch (LakeSqlException e) when (e.Code == ErrorCode.CommitConflict && attempt < TryCountMax)
            {
                // Another engine came first; what is to be taken back is still there.
            }
        }
    }
}
