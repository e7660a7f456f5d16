using System.Text.Json.Nodes;

namespace LakeSql.Storage.Delta.Log;

/// <summary>What replaying the log's actions leaves: the newest of each kind.</summary>
internal sealed class LogState
{
    private readonly Dictionary<string, DataFile> files;
    private readonly Dictionary<string, JsonObject> tombstones;
    private readonly Dictionary<string, JsonObject> transactions;
    private readonly Dictionary<string, JsonObject> domains;

    public LogState()
    {
        files = new(StringComparer.Ordinal);
        tombstones = new(StringComparer.Ordinal);
        transactions = new(StringComparer.Ordinal);
        domains = new(StringComparer.Ordinal);
    }

    private LogState(LogState other)
    {
        files = new(other.files, StringComparer.Ordinal);
        tombstones = new(other.tombstones, StringComparer.Ordinal);
        transactions = new(other.transactions, StringComparer.Ordinal);
        domains = new(other.domains, StringComparer.Ordinal);
        Protocol = other.Protocol;
        Metadata = other.Metadata;
    }

    /// <summary>The <c>protocol</c> action; null until one was seen.</summary>
    public JsonObject? Protocol { get; private set; }

    /// <summary>The <c>metaData</c> action; null until one was seen.</summary>
    public JsonObject? Metadata { get; private set; }

    /// <summary>The <c>inCommitTimestamp</c> of the commit replayed last.</summary>
    public long? InCommitTimestamp { get; private set; }

    public IReadOnlyCollection<DataFile> Files => files.Values;

    public IEnumerable<JsonObject> Tombstones => tombstones.Values;

    public IEnumerable<JsonObject> Transactions => transactions.Values;

    /// <summary>True when a commit has said that the thing of that name is done.</summary>
    public bool HasTransaction(string name) => transactions.ContainsKey(name);

    /// <summary>What features of writers keep of the table, e.g. by which columns it is clustered.</summary>
    public IEnumerable<JsonObject> Domains => domains.Values;

    /// <summary>The configuration of the domain of that name; null when there is none.</summary>
    public string? Domain(string name) => domains.GetValueOrDefault(name)?.Text("configuration");

    /// <summary>True when the file of that key is part of the table.</summary>
    public bool Has(string key) => files.ContainsKey(key);

    /// <summary>The file of that key; null when it is no part of the table.</summary>
    public DataFile? Find(string key) => files.GetValueOrDefault(key);

    /// <summary>A copy to go on from; this one is part of a snapshot and stays.</summary>
    public LogState Copy() => new(this);

    /// <summary>Replays one commit.</summary>
    public void ApplyCommit(IEnumerable<JsonObject> actions)
    {
        InCommitTimestamp = null;
        foreach (var action in actions)
        {
            Apply(action);
        }
    }

    /// <summary>Replays an <c>add</c>.</summary>
    public void Add(DataFile file)
    {
        files[file.Key] = file;
        tombstones.Remove(file.Key);
    }

    /// <summary>Replays one action; kinds that don't matter to readers are passed over.</summary>
    public void Apply(JsonObject action)
    {
        if (action.Member("add") is { } add)
        {
            Add(LogActions.File(add));
        }
        else if (action.Member("remove") is { } remove)
        {
            var key = LogActions.KeyOf(remove);
            files.Remove(key);
            tombstones[key] = remove;
        }
        else if (action.Member("metaData") is { } metadata)
        {
            Metadata = metadata;
        }
        else if (action.Member("protocol") is { } protocol)
        {
            Protocol = protocol;
        }
        else if (action.Member("txn") is { } transaction && transaction.Text("appId") is { } application)
        {
            transactions[application] = transaction;
        }
        else if (action.Member("domainMetadata") is { } domain && domain.Text("domain") is { } name)
        {
            domains.Remove(name);
            if (domain["removed"]?.GetValue<bool>() != true)
            {
                domains[name] = domain;
            }
        }
        else if (action.Member("commitInfo") is { } commitInfo)
        {
            InCommitTimestamp = commitInfo.Long("inCommitTimestamp");
        }
    }
}
