using System.Text.Json.Nodes;

namespace LakeSql.Storage.Delta.Log;

/// <summary>Whether a change may go behind commits that came after the version it was computed from.</summary>
/// <remarks>
/// It may when it would be the same had it been computed from the newest version: nobody has changed columns,
/// properties or protocol, taken a file that it takes, or added or taken rows that it has read. What a file may hold is
/// told by its partition values and statistics. Source: the Delta protocol leaves this to writers; its authors' ones
/// decide by files in the same way (Armbrust et al., "Delta Lake", VLDB 2020, section 3.2.2).
/// </remarks>
internal static class ConflictCheck
{
    /// <summary>What collides, in words; null when nothing does.</summary>
    public static string? Collision(TableChange change, Snapshot current)
    {
        var (before, after) = (change.Read.State, current.State);
        if (!JsonNode.DeepEquals(before.Metadata, after.Metadata)
            || !JsonNode.DeepEquals(before.Protocol, after.Protocol))
        {
            return $"the table's columns or properties have changed since version {change.Read.Version}";
        }

        if (!change.HasItsFilesIn(after))
        {
            return $"rows of the same files have changed since version {change.Read.Version}";
        }

        if (change.CanFollowOthers || change.OnlyMovesRows)
        {
            return null;
        }

        for (var version = change.Read.Version + 1; version <= current.Version; version++)
        {
            var path = LogDirectory.CommitPath(current.Directory, version);
            if (!File.Exists(path))
            {
                return $"version {version} cannot be compared with: its commit is cleaned away";
            }

            var actions = SnapshotReader.Guarded(path, () => LogDirectory.ReadJson(path).ToList());
            if (Collision(change, actions) is { } collision)
            {
                return $"version {version} {collision}";
            }
        }

        return null;
    }

    private static string? Collision(TableChange change, List<JsonObject> actions)
    {
        var isPassed = change.Read.Metadata.IsWriteSerializable && actions.Any(
            a => a.Member("commitInfo")?["isBlindAppend"] is JsonValue value && value.TryGetValue(out bool isBlind)
                && isBlind);
        foreach (var action in actions)
        {
            if (action.Member("add") is { } add && IsChange(add) && !isPassed
                && change.MayRead(LogActions.File(add)))
            {
                return "added rows that the statement would have read";
            }

            if (action.Member("remove") is { } remove && IsChange(remove)
                && change.Read.State.Find(LogActions.KeyOf(remove)) is { } gone && change.MayRead(gone))
            {
                return "removed rows that the statement has read";
            }

            if (action.Member("txn")?.Text("appId") is { } done && change.Done.Contains(done))
            {
                return $"has done the same: {done}";
            }

            if (action.Member("domainMetadata")?.Text("domain") is { } domain && change.Domains.ContainsKey(domain))
            {
                return $"changed the same: {domain}";
            }
        }

        return null;
    }

    /// <summary>False for files that hold rows which were there before.</summary>
    private static bool IsChange(JsonObject file) =>
        file["dataChange"] is not JsonValue value || !value.TryGetValue(out bool isChange) || isChange;
}
