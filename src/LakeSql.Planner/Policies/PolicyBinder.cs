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
        var uses = new PolicyUses(table, context.TableOf(table).Latest(), snapshot, raw.Id, span, context).Find();
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
            use.Function, use.Arguments.Select(a => new FunctionArgument(null, a)).ToSequence(), span, context);
    }

    /// <summary>
    /// A statement that takes rows which are hidden from the user is for who manages the table.
    /// </summary>
    public static void RequireAllRows(
        Securable table, string fullName, Snapshot snapshot, SourceSpan span, BindContext context)
    {
        var all = new DeltaScan(table, fullName, snapshot);
        Weave(all, table, snapshot, span, context);
        if (all.Visible?.Filter is not null)
        {
            context.Names.RequireNow(table, Privilege.Manage, span);
        }
    }
}
