using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A column that shall give out no number that a row has already.</summary>
/// <param name="Table">The table.</param>
/// <param name="Scan">Its rows at the version that was bound.</param>
/// <param name="Column">The column.</param>
/// <param name="Change">As written.</param>
public sealed record SyncIdentityPlan(Securable Table, DeltaScan Scan, string Column, AlterColumn Change)
    : StatementPlan;

internal static class SyncIdentityBinder
{
    public static SyncIdentityPlan Bind(AlterTable alter, AlterColumn change, BindContext context)
    {
        // Which number comes next tells which values there are.
        var rows = ChangedRows.Bind(alter.Table, null, change.Span, context, isUpkeep: true);
        PolicyBinder.RequireStored(rows.Table, change.Span, context);
        var column = rows.Scan.Columns.FirstOrDefault(
            c => change.Column.Parts is [var name] && Identifier.Same(c.Name, name));
        return column?.Identity is not null ? new SyncIdentityPlan(rows.Table, rows.Scan, column.Name, change)
            : column is null ? throw ErrorCode.ColumnNotFound.Error(
                $"{rows.FullName} has no column {change.Column}", change.Span)
            : throw ErrorCode.InvalidUse.Error(
                $"column {Identifier.Quote(column.Name)} does not number rows", change.Span);
    }
}
