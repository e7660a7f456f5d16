using LakeSql.Catalog;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A table whose old files are to be deleted.</summary>
public sealed record VacuumPlan(Vacuum Vacuum, Securable Table, string FullName, Snapshot Read)
    : StatementPlan;

internal static class VacuumBinder
{
    public static VacuumPlan Bind(Vacuum vacuum, BindContext context)
    {
        var (table, fullName, snapshot) = WrittenTable.Bind(vacuum.Table, context);
        if (vacuum.IsDryRun)
        {
            // The directories of files are named by values.
            PolicyBinder.RequireStored(table, vacuum.Table.Span, context);
        }

        context.Resolution.Target = vacuum.IsDryRun ? null : new ObjectUse(fullName, "TABLE", null);
        return new VacuumPlan(vacuum, table, fullName, snapshot);
    }
}
