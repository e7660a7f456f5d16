using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Pruning;

namespace LakeSql.Engine.DuckDb;

/// <summary>
/// What the queries of a statement have read of tables: by that it is told whether a change collides.
/// </summary>
internal sealed class TableReads
{
    private readonly List<(DeltaScan Scan, FilePredicate Condition)> reads = [];

    /// <summary>A query reads those rows of the table's files that may meet the condition.</summary>
    public void Add(DeltaScan scan, FilePredicate condition) => reads.Add((scan, Told(scan, condition)));

    /// <summary>
    /// The condition as a collision may depend on it: which files may meet it also tells of rows that are hidden.
    /// </summary>
    private static FilePredicate Told(DeltaScan scan, FilePredicate condition) =>
        scan.IsRestricted ? AnythingHolds.Instance : condition;

    /// <summary>The tables that were read, each with its snapshot and the conditions.</summary>
    public IEnumerable<(DeltaScan Scan, FilePredicate Condition)> All => reads;

    /// <summary>What was read of a snapshot; an older version of the same table never changes.</summary>
    public IReadOnlyList<FilePredicate> Of(Snapshot snapshot) =>
        [.. reads.Where(r => r.Scan.Snapshot.Version == snapshot.Version
            && r.Scan.Snapshot.Directory == snapshot.Directory).Select(r => r.Condition)];
}
