using System.Runtime.CompilerServices;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;

namespace LakeSql.Planner.Binding;

/// <summary>The columns of a scan with themselves as their sources; those of a snapshot are made once.</summary>
internal static class StoredColumns
{
    private static readonly ConditionalWeakTable<Snapshot, Made> BySnapshot = [];

    public static RelationColumn[] Of(TableScan scan, string fullName, long? version)
    {
        if (scan is not DeltaScan { Snapshot: var snapshot })
        {
            return Make(scan, fullName, version);
        }

        // The name is not the snapshot's: the table may have been renamed.
        if (!BySnapshot.TryGetValue(snapshot, out var made) || made.FullName != fullName)
        {
            made = new Made(fullName, Make(scan, fullName, version));
            BySnapshot.AddOrUpdate(snapshot, made);
        }

        return made.Columns;
    }

    private static RelationColumn[] Make(TableScan scan, string fullName, long? version) =>
    [
        .. scan.Columns.Select(c => RelationColumn.Of(c, new ColumnSource(fullName, c.Name, version))),
    ];

    private sealed record Made(string FullName, RelationColumn[] Columns);
}
