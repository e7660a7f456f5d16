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
        var newest = context.TableOf(table).Latest();
        var levels = EffectivePolicies.Chain(table, context.Metastore).Reverse().ToArray();
        var visible = new VisibleRows(raw.Id, [], null, new Dictionary<int, Expression>());
        foreach (var reader in context.Readers.Where(r => r == context.Readers[0] || !ManagesAll(r)).Reverse())
        {
            var uses = Uses(reader);
            for (var i = 0; i < levels.Length; i++)
            {
                var own = uses.Where(u => u.Of.Id == levels[i].Id).ToArray();
                var given = own.Length == 0 ? visible : GivenTo(levels[i].Owner, levels[..i], reader);
                visible = Below(
                    visible, [.. own.Select(u => (u.Masked, Folding.Of(Bound(u, given, reader))))], scan, span);
            }
        }

        scan.Visible = visible;

        Expression Bound(BoundPolicyUse use, VisibleRows above, string reader) => FunctionBinder.BindUse(
            use.Function, use.Arguments.Select(a => new FunctionArgument(null, Seen(a, above, scan))).ToSequence(),
            span, context.ForPolicy(reader, use.Of.Owner), "a policy of the table");

        // Who could take the policies away need not be asked.
        bool ManagesAll(string reader) => context.Metastore.EffectivePrincipals(reader) is var principals
            && levels.All(s => context.Metastore.Check(principals, s, Privilege.Manage).Allowed);

        IReadOnlyList<BoundPolicyUse> Uses(string reader) => new PolicyUses(
            table, newest, snapshot, scan is ChangesScan, raw.Id, span, context.ForPolicy(reader)).Find();

        // A value that those above hide from a level's owner is not given to its policies in statements of others
        // either, unless the owner manages what hides it.
        VisibleRows GivenTo(string owner, Securable[] above, string reader)
        {
            var principals = context.Metastore.EffectivePrincipals(owner);
            var hiding = above.Where(s => TagPolicy.Of(s).Count > 0
                && !context.Metastore.Check(principals, s, Privilege.Manage).Allowed).Select(s => s.Id).ToHashSet();
            return hiding.Count == 0 || Identifier.Same(owner, reader) ? visible
                : Uses(owner).Where(u => u.Masked is not null && hiding.Contains(u.Of.Id))
                    .Aggregate(visible, (seen, u) => Below(
                        seen, [(u.Masked, Folding.Of(Bound(u, seen, owner)))], scan, span));
        }
    }

    /// <summary>What a level lets be seen of what those above it do.</summary>
    private static VisibleRows Below(
        VisibleRows above, IReadOnlyList<(string? Masked, Expression Value)> uses, TableScan scan, SourceSpan span)
    {
        var filters = uses.Where(u => u.Masked is null).Select(u => u.Value)
            .Where(f => f is not Literal { Kind: LiteralKind.Boolean, Text: "true" }).ToArray();
        var masks = uses.Where(u => u.Masked is not null && !IsStored(u.Value, above.Relation, u.Masked)).ToArray();
        if (filters.Length + masks.Length == 0)
        {
            return above;
        }

        var seen = above.Masks.ToDictionary();
        foreach (var (masked, value) in masks)
        {
            seen[PositionOf(masked!, scan)] = value;
        }

        return new VisibleRows(
            above.Relation, above.Filter is { } filter ? [.. above.Above, filter] : above.Above,
            filters.Length == 0 ? null : filters.Aggregate((a, b) => new Binary(span, BinaryOperator.And, a, b)), seen);
    }

    /// <summary>What a policy is given for a stored column: what those above it let be seen.</summary>
    private static Expression Seen(Expression argument, VisibleRows above, TableScan scan) =>
        argument is BoundColumn column && above.Masks.TryGetValue(PositionOf(column.Column, scan), out var mask)
            ? mask : argument;

    private static bool IsStored(Expression value, string relation, string column) =>
        value is BoundColumn same && same.Relation == relation && same.Column == column;

    private static int PositionOf(string column, TableScan scan) =>
        scan.Columns.ToList().FindIndex(c => Identifier.Same(c.Name, column));

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
