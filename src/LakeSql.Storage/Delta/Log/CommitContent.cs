using System.Text;
using System.Text.Json.Nodes;

namespace LakeSql.Storage.Delta.Log;

/// <summary>What a commit says: its actions, one a line.</summary>
/// <remarks>
/// Where commits record when they were made, or rows are tracked, that depends on the version that it comes to follow:
/// one that has lost a race says something else the next time.
/// </remarks>
internal sealed class CommitContent(TableChange change)
{
    private readonly bool recordsInstant = change.NewMetadata is { } metadata
        ? metadata.IsOn(TableMetadata.CommitInstantsProperty) : change.Read.RecordsInstants;

    /// <summary>True when it says something else behind another version.</summary>
    public bool TellsItsPlace => recordsInstant || RowIds.AreGiven(change);

    /// <summary>The first commit of a table.</summary>
    /// <param name="metadata">Its columns, properties and the like.</param>
    /// <param name="files">Its rows.</param>
    /// <param name="description">What the history shall say.</param>
    /// <param name="filesProtocol">The protocol of the table that the files come from; null when they are new.</param>
    /// <param name="root">The table's directory.</param>
    /// <param name="domains">Its metadata domains with their configurations.</param>
    public static byte[] OfNewTable(
        TableMetadata metadata, IReadOnlyList<DataFile> files, CommitDescription description, Protocol? filesProtocol,
        string root, IReadOnlyDictionary<string, string?> domains)
    {
        var protocol = ProtocolRules.For(metadata, current: null, filesProtocol, domains.Keys);
        ProtocolRules.CheckLayout(metadata, protocol);
        var (adds, mark) = RowIds.GiveFirst(metadata, protocol, files, root);
        var now = DateTimeOffset.UtcNow;
        DateTimeOffset? recorded = metadata.IsOn(TableMetadata.CommitInstantsProperty) ? now : null;
        return Encode(
        [
            ("commitInfo", LogActions.CommitInfo(description, now, recorded, readVersion: null, isBlindAppend: true,
                IsolationOf(metadata))),
            ("protocol", LogActions.Protocol(protocol)),
            ("metaData", LogActions.Metadata(
                FeatureProperties.Without(CommitInstants.FromTheFirst(metadata)), now)),
            .. domains.Select(d => ("domainMetadata", LogActions.Domain(d.Key, d.Value, before: null))),
            .. adds.Select(f => ("add", LogActions.Add(f, dataChange: true))),
            .. mark is null ? Array.Empty<(string, JsonObject)>() : [("domainMetadata", mark)],
        ]);
    }

    /// <summary>The commit as it follows a version.</summary>
    public byte[] After(Snapshot before)
    {
        var now = DateTimeOffset.UtcNow;
        DateTimeOffset? recorded = recordsInstant ? CommitInstants.After(before, now) : null;
        var info = LogActions.CommitInfo(
            change.Description, now, recorded, change.Read.Version, change.CanFollowOthers,
            change.OnlyMovesRows ? "SnapshotIsolation" : IsolationOf(change.Read.Metadata));
        if (change.Read.TracksRows)
        {
            // Every statement that moves rows takes along what they are known by.
            info["tags"] = new JsonObject { ["delta.rowTracking.preserved"] = "true" };
        }

        var actions = new List<(string, JsonObject)> { ("commitInfo", info) };
        var newest = change.NewMetadata?.Untraced;
        if (newest is not null || change.Domains.Count > 0)
        {
            var protocol = ProtocolRules.For(
                newest ?? change.Read.Metadata, change.Read.Protocol, change.FilesProtocol, change.Domains.Keys);
            ProtocolRules.CheckLayout(newest ?? change.Read.Metadata, protocol);
            if (protocol != change.Read.Protocol)
            {
                actions.Add(("protocol", LogActions.Protocol(protocol)));
            }
        }

        if (newest is { } metadata)
        {
            ProtocolRules.CheckProperties(metadata, change.Read.Directory);
            actions.Add(("metaData", LogActions.Metadata(
                FeatureProperties.Without(CommitInstants.In(metadata, before, recorded)), now)));
        }

        actions.AddRange(change.Domains.Select(d => (
            "domainMetadata", LogActions.Domain(d.Key, d.Value, change.Read.Domain(d.Key)))));
        actions.AddRange(change.Done.Select(d => ("txn", LogActions.Transaction(d, now))));
        actions.AddRange(change.Removes.Select(f => ("remove", LogActions.Remove(f, change.DataChange, now))));
        var (adds, numbered, mark) = RowIds.Give(change, before);
        actions.AddRange(adds.Select(f => ("add", LogActions.Add(f, change.DataChange))));
        actions.AddRange(numbered.Select(f => ("add", LogActions.Add(f, dataChange: false))));
        actions.AddRange(change.ChangeData.Select(f => ("cdc", LogActions.ChangeData(f))));
        if (mark is not null)
        {
            actions.Add(("domainMetadata", mark));
        }

        return Encode(actions);
    }

    private static string IsolationOf(TableMetadata metadata) =>
        metadata.IsWriteSerializable ? "WriteSerializable" : "Serializable";

    private static byte[] Encode(IEnumerable<(string Kind, JsonObject Action)> actions)
    {
        var text = new StringBuilder();
        foreach (var (kind, action) in actions)
        {
            text.Append(new JsonObject { [kind] = action }.ToJsonString(LogJson.Options)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
