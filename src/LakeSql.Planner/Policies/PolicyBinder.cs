using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

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

        var raw = new Relation(
            context.NextRelation(), [], [.. scan.Columns.Select(c => new RelationColumn(
                c.Name, new HashSet<ColumnSource>()))]);
        var uses = new PolicyUses(
            table, context.TableOf(table).Latest(), snapshot, scan is ChangesScan, raw.Id, span, context).Find();
        Expression? filter = null;
        foreach (var use in uses.Where(u => u.Masked is null))
        {
            if (Folding.Of(Bound(use)) is var one && one is not Literal { Kind: LiteralKind.Boolean, Text: "true" })
            {
                filter = filter is null ? one : new Binary(span, BinaryOperator.And, filter, one);
            }
        }

        var masks = new Dictionary<int, Expression>();
        foreach (var use in uses.Where(u => u.Masked is not null))
        {
            var at = scan.Columns.ToList().FindIndex(c => Identifier.Same(c.Name, use.Masked!));
            var value = Folding.Of(Bound(use));
            if (value is not BoundColumn same || same.Relation != raw.Id || same.Column != use.Masked)
            {
                masks.Add(at, value);
            }
        }

        scan.Visible = new VisibleRows(raw.Id, filter, masks);

        Expression Bound(BoundPolicyUse use) => FunctionBinder.BindUse(
            use.Function, use.Arguments.Select(a => new FunctionArgument(null, a)).ToSequence(), span, context,
            "a policy of the table");
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

    /// <summary>
    /// MANAGE on the schemas and catalogs whose policies may hold for the table, or for tables of the schema.
    /// </summary>
    public static void RequireAbove(Securable securable, SourceSpan span, BindContext context)
    {
        var policies = securable.Kind == SecurableKind.Table ? EffectivePolicies.Tagged(securable, context.Metastore)
            : EffectivePolicies.Chain(securable, context.Metastore).SelectMany(TagPolicy.Of);
        foreach (var policy in policies.Where(p => p.On.Id != securable.Id))
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
        if (all.Visible?.Filter is not null || (byValues && all.IsRestricted))
        {
            RequireManage(table, span, context);
        }
    }
}
