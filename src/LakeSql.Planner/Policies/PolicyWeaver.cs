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
/// Puts together what is seen of a table by all for whom it is asked: the rows that everybody sees of them, the filters
/// of the widest securable first, and no value that is masked for one of them. A policy is given what who set it sees.
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
    private readonly Dictionary<string, Hidden> hiddenFrom = new(Identifier.Comparer);
    private readonly List<(Guid Of, Guid Function, string? Masked, string SetBy)> known = [];
    private readonly Dictionary<(int At, string Reader, Sequence<FunctionArgument> Given), Expression> bound = [];

    /// <summary>What is seen of the table.</summary>
    public VisibleRows Woven()
    {
        // Of others than the reader, who could take the policies away need not be asked.
        var readers = context.Readers.Where((r, at) => at == 0 || Hiding(r).Count > 0)
            .Select(r => (Name: r, Uses: Uses(r))).ToArray();
        var filters = new List<Expression>();
        var layers = new List<Expression>();
        foreach (var level in levels)
        {
            // Those of one level are all given the same rows.
            Expression[] own =
            [
                .. readers.SelectMany(r => r.Uses.Where(u => u.Of.Id == level.Id && u.Masked is null)
                    .Select(u => Value(u, r.Name, filters))).Where(f => !IsTrue(f)).Distinct(),
            ];
            layers.AddRange(own.Length == 0 ? [] : [own.Aggregate(And)]);
            filters.AddRange(own);
        }

        var masks = readers.Select(r => r.Uses.Where(u => u.Masked is not null)
            .Select(u => new Mask(PositionOf(u.Masked!), u, Value(u, r.Name, filters))).Where(m => !m.IsStored(stored))
            .ToArray()).ToArray();
        return new VisibleRows(
            stored, layers.Count == 0 ? [] : layers[..^1], layers.Count == 0 ? null : layers[^1],
            masks.SelectMany(m => m).GroupBy(m => m.At).ToDictionary(g => g.Key, g => Together(g, masks)));
    }

    /// <summary>
    /// What nobody sees more of than there is for each: the mask that all have, if it tells those who have none nothing
    /// of another column that is masked for them. Of two masks neither may be given what the other shows.
    /// </summary>
    private Expression Together(IGrouping<int, Mask> column, Mask[][] ofReaders)
    {
        var others = column.First().Use.Arguments.OfType<BoundColumn>().Select(c => PositionOf(c.Column));
        return column.Select(m => m.Value).Distinct().ToArray() is [var one]
            && ofReaders.All(masks => masks.Any(m => m.At == column.Key) || !masks.Any(m => others.Contains(m.At)))
                ? one : new Literal(span, LiteralKind.Null, "NULL");
    }

    /// <summary>What a policy says to a reader.</summary>
    private Expression Value(BoundPolicyUse use, string reader, IReadOnlyCollection<Expression> asked)
    {
        var hidden = HiddenFrom(use.SetBy);
        var filters = hidden.Filters.Except(asked).ToArray();
        return Bound(use, reader, a =>
        {
            var value = hidden.Masks.GetValueOrDefault(PositionOf(a.Column), a);
            return filters.Length == 0 ? value
                : new Case(span, null, [new CaseWhen(filters.Aggregate(And), value)], null);
        });
    }

    /// <summary>
    /// What is hidden from who set a policy, in statements of others, too: values are masked, and those of a row are
    /// NULL. What hangs from a securable that the user has MANAGE on now does not count.
    /// </summary>
    private Hidden HiddenFrom(string setter)
    {
        if (hiddenFrom.TryGetValue(setter, out var hidden))
        {
            return hidden;
        }

        var hiding = Hiding(setter);
        BoundPolicyUse[] uses = hiding.Count == 0 ? [] : [.. UsesOfSetter(setter)
            .Where(u => hiding.Contains(u.Of.Id) && !Identifier.Same(u.SetBy, setter))];
        hidden = new Hidden(
            [.. uses.Where(u => u.Masked is null).Select(u => Bound(u, setter, a => a)).Where(f => !IsTrue(f))],
            uses.Where(u => u.Masked is not null).Select(u => new Mask(
                PositionOf(u.Masked!), u, Bound(u, setter, a => a))).Where(m => !m.IsStored(stored))
                .ToDictionary(m => m.At, m => m.Value));
        hiddenFrom.Add(setter, hidden);
        return hidden;
    }

    /// <summary>What may have policies that the user cannot take away.</summary>
    private HashSet<Guid> Hiding(string user) => [.. levels.Where(s =>
        (TagPolicy.Of(s).Count > 0 || !TablePolicy.Of(s).IsEmpty)
        && !context.Metastore.Check(context.Metastore.EffectivePrincipals(user), s, Privilege.Manage).Allowed)
        .Select(s => s.Id)];

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

    private Expression Bound(BoundPolicyUse use, string reader, Func<BoundColumn, Expression> given)
    {
        // The same text for two readers is the same expression, if it makes no difference between them.
        var key = (use.Of.Id, use.Function.Securable.Id, use.Masked, use.SetBy);
        var at = known.IndexOf(key) is >= 0 and var index ? index : known.Count;
        known.AddRange(at == known.Count ? [key] : []);
        var arguments = use.Arguments.Select(
            a => new FunctionArgument(null, a is BoundColumn column ? given(column) : a)).ToSequence();
        if (!bound.TryGetValue((at, reader, arguments), out var expression))
        {
            expression = Folding.Of(FunctionBinder.BindUse(
                use.Function, arguments, span, context.ForPolicy(reader, use.SetBy, $"{stored}p{at}"),
                "a policy of the table"));
            bound.Add((at, reader, arguments), expression);
        }

        return expression;
    }

    private static bool IsTrue(Expression filter) => filter is Literal { Kind: LiteralKind.Boolean, Text: "true" };

    private Binary And(Expression left, Expression right) => new(span, BinaryOperator.And, left, right);

    private int PositionOf(string column) =>
        scan.Columns.ToList().FindIndex(c => Identifier.Same(c.Name, column));

    /// <summary>What is hidden from somebody: rows for which a filter is not true, and values.</summary>
    private sealed record Hidden(IReadOnlyList<Expression> Filters, IReadOnlyDictionary<int, Expression> Masks);

    /// <summary>What one reader sees in the place of a column.</summary>
    private sealed record Mask(int At, BoundPolicyUse Use, Expression Value)
    {
        /// <summary>True when that is the value itself.</summary>
        public bool IsStored(string relation) =>
            Value is BoundColumn same && same.Relation == relation && same.Column == Use.Masked;
    }
}
