using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>A table whose files are to be written anew with the same rows.</summary>
/// <param name="Operation">OPTIMIZE or REORG, as the log names it.</param>
/// <param name="Table">The table.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Scan">Its rows at the version that was bound.</param>
/// <param name="Relation">What the scan is called in the condition.</param>
/// <param name="Where">Which partitions; null for all.</param>
/// <param name="Predicate">The condition as the history may keep it: with its constants taken out.</param>
/// <param name="OrderBy">The columns whose like values shall lie together; none to leave rows where they are.</param>
/// <param name="Order">Why they shall.</param>
public sealed record OptimizePlan(
    string Operation, Securable Table, string FullName, DeltaScan Scan, string Relation, Expression? Where,
    string? Predicate, Sequence<string> OrderBy, RowOrder Order) : StatementPlan
{
    /// <summary>The version that was bound.</summary>
    public Snapshot Read => Scan.Snapshot;

    /// <summary>The columns of a clustered table as its log knows them, whatever they are called by then.</summary>
    public IReadOnlyList<string> ClusteringNames => Clustering.PhysicalNames(Read.Metadata, OrderBy);
}

/// <summary>What puts rows with like values together.</summary>
public enum RowOrder
{
    /// <summary>Nothing does: they stay in the order that they are in.</summary>
    None,

    /// <summary>ZORDER BY.</summary>
    ZOrder,

    /// <summary>The table's CLUSTER BY, for rows that came since it was done last.</summary>
    Clustered,

    /// <summary>The same for all rows: FULL.</summary>
    FullyClustered,
}

internal static class OptimizeBinder
{
    public static OptimizePlan Bind(Optimize optimize, BindContext context)
    {
        var rows = Rows(optimize.Table, optimize.Where, optimize.ZOrderBy.Count > 0, context);
        var columns = Ordering(optimize, rows);
        var order = columns.Count == 0 ? RowOrder.None
            : optimize.ZOrderBy.Count > 0 ? RowOrder.ZOrder
            : optimize.IsFull ? RowOrder.FullyClustered : RowOrder.Clustered;
        return Plan("OPTIMIZE", rows, optimize.Where, columns, order, context);
    }

    public static OptimizePlan Bind(ReorgTable reorg, BindContext context) => Plan(
        "REORG", Rows(reorg.Table, reorg.Where, false, context), reorg.Where, [], RowOrder.None, context);

    private static ChangedRows Rows(QualifiedName table, Expression? where, bool isOrdered, BindContext context)
    {
        var rows = ChangedRows.Bind(table, null, where?.Span, context, isUpkeep: true);
        if (where is not null || isOrdered)
        {
            // A condition asks about values that the log holds; an order lets them be read from the files.
            PolicyBinder.RequireStored(rows.Table, table.Span, context);
        }

        return rows;
    }

    private static OptimizePlan Plan(
        string operation, ChangedRows rows, Expression? where, Sequence<string> orderBy, RowOrder order,
        BindContext context)
    {
        var known = context.Resolution.Columns.Count;
        var condition = where is null ? null : QueryBinder.BindOver(where, rows.Relation, null, context);
        var partition = rows.Scan.Snapshot.Metadata.PartitionColumns;
        if (context.Resolution.Columns.Skip(known).Select(c => c.Source).FirstOrDefault(s =>
            s.Table != rows.FullName || !partition.Contains(s.Column, Identifier.Comparer)) is { } other)
        {
            throw ErrorCode.InvalidUse.Error(
                $"{operation} … WHERE chooses partitions, and the table is not partitioned by "
                + Identifier.Quote(other.Column), where!.Span, partition.Count == 0 ? "leave WHERE out"
                    : $"it is partitioned by {string.Join(", ", partition.Select(Identifier.Quote))}");
        }

        return new OptimizePlan(
            operation, rows.Table, rows.FullName, rows.Scan, rows.Relation.Id, condition, where?.ToHistory(),
            orderBy, order);
    }

    /// <summary>The columns of ZORDER BY, or those by which the table is clustered.</summary>
    private static Sequence<string> Ordering(Optimize optimize, ChangedRows rows)
    {
        var (snapshot, clustering) = (rows.Scan.Snapshot, ClusteringOf(rows.Scan.Snapshot, optimize.Span));
        if (clustering.Count == 0 && optimize.IsFull)
        {
            throw ErrorCode.InvalidUse.Error(
                $"{rows.FullName} is not clustered: OPTIMIZE looks at all of its files", optimize.Span,
                "leave FULL out");
        }

        if (clustering.Count > 0 && optimize.ZOrderBy.Count > 0)
        {
            throw ErrorCode.InvalidUse.Error(
                $"{rows.FullName} is clustered by {string.Join(", ", clustering.Select(Identifier.Quote))}: "
                    + "ZORDER BY would undo that", optimize.Span, "leave ZORDER BY out");
        }

        return clustering.Count > 0 ? clustering : LaidColumns.ZOrder.Of(
            optimize.ZOrderBy, rows.Scan.Columns, snapshot.Metadata.PartitionColumns, rows.FullName, optimize.Span);
    }

    private static Sequence<string> ClusteringOf(Snapshot snapshot, SourceSpan span)
    {
        var paths = Clustering.ColumnsOf(snapshot);
        return paths.FirstOrDefault(p => p.Count != 1
            || !snapshot.Metadata.Columns.Any(c => Identifier.Same(c.Name, p[0]))) is { } other
            ? throw ErrorCode.UnsupportedTableFeature.Error(
                $"the table is clustered by {string.Join('.', other.Select(Identifier.Quote))}, which is no column",
                span, "ALTER TABLE … CLUSTER BY names others")
            : paths.Select(p => p[0]).ToSequence();
    }
}
