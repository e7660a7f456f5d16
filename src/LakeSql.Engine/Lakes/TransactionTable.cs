using LakeSql.Catalog;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Pruning;

namespace LakeSql.Engine.Lakes;

/// <summary>A table as an open transaction has read and changed it.</summary>
/// <param name="table">The table.</param>
/// <param name="fullName">Its full name.</param>
/// <param name="base">The version that the transaction found.</param>
/// <param name="policies">What its policies said then.</param>
internal sealed class TransactionTable(Securable table, string fullName, Snapshot @base, string policies)
{
    private readonly List<TableChange> changes = [];
    private readonly List<Snapshot> uncommitted = [];
    private readonly List<FilePredicate> reads = [];

    public Securable Table => table;

    public string Location => table.Properties["location"];

    public string FullName => fullName;

    /// <summary>The version that the transaction found.</summary>
    public Snapshot Base => @base;

    /// <summary>The changes so far, each made of the version that the one before makes.</summary>
    public IReadOnlyList<TableChange> Changes => changes;

    /// <summary>What its policies said when the transaction first used it.</summary>
    public string Policies => policies;

    /// <summary>True when the transaction depends on what it has read of the table.</summary>
    public bool IsRead => reads.Count > 0;

    /// <summary>True when the transaction has read rows of it, of whatever version.</summary>
    public bool IsSeen { get; set; }

    /// <summary>The table as the transaction's next statement sees it.</summary>
    public DeltaTable SeenFrom(DeltaTable delta) => delta.With(@base, [.. uncommitted]);

    public void Add(StagedCommit commit)
    {
        IsNamed = true;
        changes.Add(commit.Change);
        uncommitted.Add(commit.After);
    }

    /// <summary>True when a statement of the transaction has named it.</summary>
    public bool IsNamed { get; private set; }

    /// <summary>What an error calls it: of what views, functions and policies read the user may not know.</summary>
    public string ShownName => IsNamed ? fullName : "what a view, a function or a policy reads";

    /// <summary>A query has read rows of the files that may meet the condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="isNamed">True when the statement names the table itself.</param>
    public void Read(FilePredicate condition, bool isNamed)
    {
        reads.Add(condition);
        IsNamed |= isNamed;
    }

    /// <summary>What of others' commits collides; null when nothing does.</summary>
    public string? Collision(DeltaTable delta) =>
        changes.Count == 0 && @base.Metadata.IsWriteSerializable ? null
            : delta.Collision(@base, changes, [.. reads]);
}
