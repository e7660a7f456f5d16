using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Storage.Delta;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Policies;

/// <summary>
/// Puts the policies of a table one behind the other. The widest securable's come first; what one hides is given to
/// none behind it, and none is given what is hidden from who set it.
/// </summary>
/// <param name="scan">What is read.</param>
/// <param name="table">The table.</param>
/// <param name="read">The version of it.</param>
/// <param name="span">Where the statement names it.</param>
/// <param name="context">Who asks.</param>
internal sealed class PolicyWeaver(
    TableScan scan, Securable table, Snapshot read, SourceSpan span, BindContext context)
{
    private readonly Snapshot newest = context.TableOf(table).Latest();
    private readonly Securable[] levels = [.. EffectivePolicies.Chain(table, context.Metastore).Reverse()];
    private readonly string stored = context.NextRelation();

    /// <summary>What is seen of the table by all for whom it is asked.</summary>
    public VisibleRows Woven()
    {
        var visible = new VisibleRows(stored, [], null, new Dictionary<int, Expression>());

        // Of others than the reader, who could take the policies away need not be asked.
        foreach (var reader in context.Readers.Where(
            r => r == context.Readers[0] || levels.Any(s => MayHide(s) && !Manages(r, s))).Reverse())
        {
            visible = Behind(visible, reader);
        }

        return visible;
    }

    /// <summary>What a reader's policies let be seen of what is seen so far.</summary>
    private VisibleRows Behind(VisibleRows visible, string reader)
    {
        var uses = Uses(reader);
        foreach (var level in levels)
        {
            // Who set a policy but may not any more gets what the others of the level let be seen.
            foreach (var own in uses.Where(u => u.Of.Id == level.Id).GroupBy(u => Manages(u.SetBy, level))
                .OrderByDescending(g => g.Key))
            {
                visible = Below(visible, own, u => Given(u, visible, reader), reader);
            }
        }

        return visible;
    }

    /// <summary>
    /// What a policy is given of a row that those above it let be seen: what is hidden from who set it is not, in
    /// statements of others either, unless that user manages what hides it.
    /// </summary>
    private VisibleRows Given(BoundPolicyUse use, VisibleRows visible, string reader)
    {
        var given = visible with { Above = [], Filter = null };
        var hiding = Identifier.Same(use.SetBy, reader) ? [] : levels.TakeWhile(s => s.Id != use.Of.Id).Append(use.Of)
            .Where(s => MayHide(s) && !Manages(use.SetBy, s)).Select(s => s.Id).ToHashSet();
        return hiding.Count == 0 ? given : UsesOfSetter(use.SetBy)
            .Where(u => hiding.Contains(u.Of.Id) && !Identifier.Same(u.SetBy, use.SetBy)).GroupBy(u => u.Of.Id)
            .OrderBy(g => Array.FindIndex(levels, s => s.Id == g.Key))
            .Aggregate(given, (seen, own) => Below(seen, own, _ => seen with { Above = [], Filter = null }, use.SetBy));
    }

    private static bool MayHide(Securable level) =>
        TagPolicy.Of(level).Count > 0 || !TablePolicy.Of(level).IsEmpty;

    private bool Manages(string user, Securable level) => context.Metastore.Check(
        context.Metastore.EffectivePrincipals(user), level, Privilege.Manage).Allowed;

    private IReadOnlyList<BoundPolicyUse> Uses(string reader) => new PolicyUses(
        table, newest, read, scan is ChangesScan, stored, span, context.ForPolicy(reader)).Find();

    /// <summary>The same for who set a policy, of which the reader is not told.</summary>
    private IReadOnlyList<BoundPolicyUse> UsesOfSetter(string setter)
    {
        try
        {
            return Uses(setter);
        }
        catch (LakeSqlException e)
        {
            throw new LakeSqlException(
                ErrorCode.PermissionDenied,
                $"{context.Metastore.FullName(table)} cannot be read: who set one of its policies may not read it",
                span, "who may read it sets the policy again", e);
        }
    }

    /// <summary>What policies of one level let be seen of what those above them do.</summary>
    private VisibleRows Below(
        VisibleRows above, IEnumerable<BoundPolicyUse> level, Func<BoundPolicyUse, VisibleRows> given, string reader)
    {
        (string? Masked, Expression Value)[] uses = [.. level.Select(u => (u.Masked, Bound(u, given(u), reader)))];
        var filters = uses.Where(u => u.Masked is null).Select(u => u.Value)
            .Where(f => f is not Literal { Kind: LiteralKind.Boolean, Text: "true" }).ToArray();
        var masks = uses.Where(u => u.Masked is not null && !IsStored(u.Value, u.Masked)).ToArray();
        if (filters.Length + masks.Length == 0)
        {
            return above;
        }

        var seen = above.Masks.ToDictionary();
        foreach (var (masked, value) in masks)
        {
            seen[PositionOf(masked!)] = value;
        }

        return new VisibleRows(
            above.Relation, above.Filter is { } filter ? [.. above.Above, filter] : above.Above,
            filters.Length == 0 ? null : filters.Aggregate(And), seen);
    }

    private Expression Bound(BoundPolicyUse use, VisibleRows given, string reader) =>
        Folding.Of(FunctionBinder.BindUse(
            use.Function, use.Arguments.Select(a => new FunctionArgument(null, Seen(a, given))).ToSequence(), span,
            context.ForPolicy(reader, use.SetBy), "a policy of the table"));

    /// <summary>What a policy is given for a stored column: of a row that it may not be given NULL.</summary>
    private Expression Seen(Expression argument, VisibleRows given)
    {
        if (argument is not BoundColumn column)
        {
            return argument;
        }

        var value = given.Masks.GetValueOrDefault(PositionOf(column.Column), argument);
        var filters = given.Filter is { } filter ? given.Above.Append(filter) : given.Above;
        return given.AllRows ? value : new Case(span, null, [new CaseWhen(filters.Aggregate(And), value)], null);
    }

    private Binary And(Expression left, Expression right) => new(span, BinaryOperator.And, left, right);

    private bool IsStored(Expression value, string column) =>
        value is BoundColumn same && same.Relation == stored && same.Column == column;

    private int PositionOf(string column) =>
        scan.Columns.ToList().FindIndex(c => Identifier.Same(c.Name, column));
}
