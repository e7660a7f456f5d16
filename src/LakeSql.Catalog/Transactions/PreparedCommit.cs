namespace LakeSql.Catalog;

/// <summary>One version of one table that a transaction makes.</summary>
/// <param name="Location">The table, as its securable's property <c>location</c> has it.</param>
/// <param name="Version">The version.</param>
/// <param name="Content">The commit, as bytes of the table's log.</param>
public sealed record PreparedCommit(string Location, long Version, byte[] Content);

/// <summary>A version that a statement of a transaction has read or made, for the lineage of that statement.</summary>
/// <param name="QueryId">The statement.</param>
/// <param name="Table">The table's full name.</param>
/// <param name="Version">The version.</param>
/// <param name="IsTarget">True when the statement made it.</param>
public sealed record SettledVersion(Guid QueryId, string Table, long Version, bool IsTarget);

/// <summary>Where a transaction of several commits writes: for each table the first version that is its own.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="FirstVersions">By the table's location.</param>
public sealed record PendingTransaction(long Id, IReadOnlyDictionary<string, long> FirstVersions);

/// <summary>Which transactions of several commits there are at a moment.</summary>
/// <param name="Last">The highest number that one has; 0 before the first.</param>
/// <param name="Pending">Those that may be half in the tables' logs.</param>
public sealed record TransactionsSeen(long Last, IReadOnlyList<PendingTransaction> Pending)
{
    /// <summary>True when between the two moments no transaction began or ended.</summary>
    public bool IsSameAs(TransactionsSeen other) =>
        Last == other.Last && Pending.Select(p => p.Id).SequenceEqual(other.Pending.Select(p => p.Id));
}
