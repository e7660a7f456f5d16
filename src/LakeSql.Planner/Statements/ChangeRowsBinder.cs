using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>Rows of a table to be changed or deleted.</summary>
/// <param name="Operation">UPDATE, DELETE or TRUNCATE, as the log names it.</param>
/// <param name="Table">The table.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Scan">Its rows at the version that was bound.</param>
/// <param name="Relation">What the scan is called in the expressions.</param>
/// <param name="Where">Which rows; null for all.</param>
/// <param name="Assignments">New values by column position; empty to delete the rows.</param>
/// <param name="Predicate">The condition as the history may keep it: with its constants taken out.</param>
/// <param name="Rules">What the table asks of the new rows.</param>
public sealed record ChangeRowsPlan(
    string Operation, Securable Table, string FullName, DeltaScan Scan, string Relation, Expression? Where,
    IReadOnlyDictionary<int, Expression> Assignments, string? Predicate, WriteRules Rules) : StatementPlan
{
    /// <summary>The version that was bound.</summary>
    public Snapshot Read => Scan.Snapshot;
}

internal static class ChangeRowsBinder
{
    public static ChangeRowsPlan Bind(Truncate truncate, BindContext context) =>
        Plan("TRUNCATE", ChangedRows.Bind(truncate.Table, null, null, context), null, [], context);

    public static ChangeRowsPlan Bind(Delete delete, BindContext context) => Plan(
        "DELETE", ChangedRows.Bind(delete.Table, delete.Alias, delete.Where?.Span, context), delete.Where, [], context);

    public static ChangeRowsPlan Bind(Update update, BindContext context)
    {
        var span = update.Where?.Span ?? update.Assignments[0].Span;
        return Plan(
            "UPDATE", ChangedRows.Bind(update.Table, update.Alias, span, context), update.Where, update.Assignments,
            context);
    }

    private static ChangeRowsPlan Plan(
        string operation, ChangedRows rows, Expression? where, Sequence<Assignment> assignments, BindContext context)
    {
        var values = rows.Values(
            assignments, (value, column) => QueryBinder.BindOver(value, rows.Relation, column, context),
            isNew: false);
        if (assignments.Count > 0)
        {
            rows.RefuseMaskedRules(values, assignments[0].Span, context);
            values = new Dictionary<int, Expression>(values.Concat(rows.HiddenValues));
        }

        var condition = where is null ? null : QueryBinder.BindOver(where, rows.Relation, null, context);
        return new ChangeRowsPlan(
            operation, rows.Table, rows.FullName, rows.Scan, rows.Relation.Id, condition, values,
            where?.ToHistory(),
            values.Count == 0 ? WriteRules.None
                : WriteRules.Bind(rows.Scan.Snapshot.Metadata, context) with { ShowsRows = !rows.Scan.IsRestricted });
    }
}
