using LakeSql.Catalog;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A table whose files shall have statistics.</summary>
/// <param name="Table">The table.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Scan">Its rows at the version that was bound.</param>
/// <param name="ForAllColumns">True when files that have some statistics are looked at, too.</param>
public sealed record AnalyzeTablePlan(Securable Table, string FullName, DeltaScan Scan, bool ForAllColumns)
    : StatementPlan
{
    /// <summary>The version that was bound.</summary>
    public Snapshot Read => Scan.Snapshot;
}

internal static class AnalyzeTableBinder
{
    public static AnalyzeTablePlan Bind(AnalyzeTable analyze, BindContext context)
    {
        var rows = ChangedRows.Bind(analyze.Table, null, null, context, isUpkeep: true);
        return new AnalyzeTablePlan(rows.Table, rows.FullName, rows.Scan, analyze.ForAllColumns);
    }
}
