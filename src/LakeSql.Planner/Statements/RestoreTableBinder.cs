using LakeSql.Catalog;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A table to be set back to an older version, as a new version.</summary>
public sealed record RestoreTablePlan(Securable Table, string FullName, Snapshot Read, Snapshot Wanted)
    : StatementPlan;

internal static class RestoreTableBinder
{
    public static RestoreTablePlan Bind(RestoreTable restore, BindContext context)
    {
        var (table, fullName, snapshot) = WrittenTable.Bind(restore.Table, context);

        // Rows that are hidden come back or go, and columns may have been called otherwise, by which masks are found.
        PolicyBinder.RequireStored(table, restore.Table.Span, context);
        var wanted = TimeTravelBinder.Pin(table, restore.Target, context);
        SetPolicyBinder.RefuseOtherColumns(table, fullName, snapshot, wanted, restore.Span);
        context.Resolution.Reads.Add(new ObjectUse(fullName, "TABLE", wanted.Version));
        context.Resolution.Target = new ObjectUse(fullName, "TABLE", null);
        return new RestoreTablePlan(table, fullName, snapshot, wanted);
    }
}
