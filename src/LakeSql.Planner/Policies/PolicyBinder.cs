using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;

namespace LakeSql.Planner.Policies;

/// <summary>Binds what a reader sees of a table: its row filter and masks as they are now, for any version.</summary>
internal static class PolicyBinder
{
    /// <summary>Gives the scan what its reader may see.</summary>
    public static void Weave(TableScan scan, Securable table, Snapshot snapshot, SourceSpan span, BindContext context)
    {
        if (!EffectivePolicies.MayHold(table, context.Metastore))
        {
            return;
        }

        var answers = new PolicyAnswers(scan, table, snapshot, span, context);
        var limits = new SetterLimits(answers, table, span, context);
        scan.Visible = new PolicyWeaver(scan, context, answers, limits).Woven();
    }

    /// <summary>
    /// What looks at rows as they are stored, and whose result tells of them, is for who manages the table where others
    /// may not see all.
    /// </summary>
    public static void RequireStored(Securable table, SourceSpan span, BindContext context)
    {
        if (EffectivePolicies.MayHold(table, context.Metastore))
        {
            RequireManage(table, span, context);
        }
    }

    /// <summary>
    /// MANAGE on the table, and on what its policies stand on: they hold for the table's owner, too.
    /// </summary>
    private static void RequireManage(Securable table, SourceSpan span, BindContext context)
    {
        context.Names.RequireNow(table, Privilege.Manage, span);
        RequireAbove(table, span, context);
    }

    /// <summary>MANAGE on the schemas and catalogs whose policies may hold for the table.</summary>
    public static void RequireAbove(Securable table, SourceSpan span, BindContext context)
    {
        foreach (var policy in EffectivePolicies.Tagged(table, context.Metastore).Where(p => p.On.Id != table.Id))
        {
            context.Names.RequireNow(policy.On, Privilege.Manage, span);
        }
    }

    /// <summary>
    /// A statement that takes rows which are hidden from the user is for who manages the table.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="fullName">Its full name.</param>
    /// <param name="snapshot">The version that it is taken from.</param>
    /// <param name="byValues">True when stored values decide which rows go.</param>
    /// <param name="span">Where the statement names it.</param>
    /// <param name="context">Who asks.</param>
    public static void RequireAllRows(
        Securable table, string fullName, Snapshot snapshot, bool byValues, SourceSpan span, BindContext context)
    {
        var all = new DeltaScan(table, fullName, snapshot);
        Weave(all, table, snapshot, span, context);
        if (all.Visible is { AllRows: false } || (byValues && all.IsRestricted))
        {
            RequireManage(table, span, context);
        }
    }
}
