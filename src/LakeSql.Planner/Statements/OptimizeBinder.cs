using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>A table whose files are to be written anew with the same rows.</summary>
/// <param name="Tag">OPTIMIZE or REORG.</param>
/// <param name="Table">The table.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Scan">Its rows at the version that was bound.</param>
/// <param name="Relation">What the scan is called in the condition.</param>
/// <param name="Where">Which partitions; null for all.</param>
/// <param name="Predicate">The condition as the history may keep it: with its constants taken out.</param>
/// <param name="ZOrderBy">The columns whose like values shall lie together; none to leave rows where they are.</param>
public sealed record OptimizePlan(
    string Tag, Securable Table, string FullName, DeltaScan Scan, string Relation, Expression? Where,
    string? Predicate, Sequence<string> ZOrderBy) : StatementPlan(Tag)
{
    /// <summary>The version that was bound.</summary>
    public Snapshot Read => Scan.Snapshot;
}

internal static class OptimizeBinder
{
    /// <summary>So many columns leave each enough bits to tell its values apart.</summary>
    private const int ZOrderColumnsMax = 8;

    public static OptimizePlan Bind(Optimize optimize, BindContext context)
    {
        var rows = ChangedRows.Bind(optimize.Table, null, optimize.Where?.Span, context, isUpkeep: true);
        return Plan("OPTIMIZE", rows, optimize.Where, Ordering(optimize, rows), context);
    }

    public static OptimizePlan Bind(ReorgTable reorg, BindContext context) => Plan(
        "REORG", ChangedRows.Bind(reorg.Table, null, reorg.Where?.Span, context, isUpkeep: true), reorg.Where, [],
        context);

    private static OptimizePlan Plan(
        string tag, ChangedRows rows, Expression? where, Sequence<string> zOrderBy, BindContext context)
    {
        var known = context.Resolution.Columns.Count;
        var condition = where is null ? null : QueryBinder.BindOver(where, rows.Relation, null, context);
        var partition = rows.Scan.Snapshot.Metadata.PartitionColumns;
        if (context.Resolution.Columns.Skip(known).Select(c => c.Source).FirstOrDefault(s =>
            s.Table != rows.FullName || !partition.Contains(s.Column, Identifier.Comparer)) is { } other)
        {
            throw ErrorCode.InvalidUse.Error(
                $"{tag} … WHERE chooses partitions, and the table is not partitioned by "
                + Identifier.Quote(other.Column), where!.Span, partition.Count == 0 ? "leave WHERE out"
                    : $"it is partitioned by {string.Join(", ", partition.Select(Identifier.Quote))}");
        }

        return new OptimizePlan(
            tag, rows.Table, rows.FullName, rows.Scan, rows.Relation.Id, condition, where?.ToSql(redacted: true),
            zOrderBy);
    }

    private static Sequence<string> Ordering(Optimize optimize, ChangedRows rows)
    {
        var columns = new List<string>();
        foreach (var name in optimize.ZOrderBy)
        {
            var column = rows.Columns.FirstOrDefault(c => Identifier.Same(c.Name, name));
            var quoted = Identifier.Quote(name);
            if (column is null)
            {
                var near = Identifier.Nearest(name, rows.Columns.Select(c => c.Name));
                throw ErrorCode.ColumnNotFound.Error(
                    $"{rows.FullName} has no column {quoted}", optimize.Span,
                    near is null ? null : $"did you mean {Identifier.Quote(near)}?");
            }

            if (rows.Scan.Snapshot.Metadata.PartitionColumns.Contains(column.Name, Identifier.Comparer))
            {
                throw ErrorCode.InvalidUse.Error(
                    $"the table is partitioned by {quoted}: its values lie together already", optimize.Span);
            }

            if (!HasBounds(column.Type))
            {
                throw ErrorCode.TypeMismatch.Error(
                    $"ZORDER BY {quoted} would help no query: no bounds are kept of {column.Type.Name}", optimize.Span);
            }

            if (columns.Contains(column.Name))
            {
                throw ErrorCode.DuplicateColumn.Error($"column {quoted} is given twice", optimize.Span);
            }

            columns.Add(column.Name);
        }

        return columns.Count <= ZOrderColumnsMax ? columns.ToSequence() : throw ErrorCode.InvalidUse.Error(
            $"ZORDER BY takes {ZOrderColumnsMax} columns at most", optimize.Span);
    }

    /// <summary>The types of which statistics hold a minimum and a maximum.</summary>
    private static bool HasBounds(DataType type) => type is DecimalType || (type is PrimitiveType
        && type != PrimitiveType.Boolean && type != PrimitiveType.Binary && type != PrimitiveType.Image);
}
