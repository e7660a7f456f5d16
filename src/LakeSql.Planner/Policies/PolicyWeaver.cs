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
/// of the widest securable first, and the values that they all see alike. By a policy nobody is shown more than who set
/// it sees.
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
    private readonly Dictionary<string, IReadOnlyList<BoundPolicyUse>> usesFor = new(Identifier.Comparer);
    private readonly List<(Guid Of, Guid Function, string? Masked, string SetBy)> known = [];
    private readonly Dictionary<(int At, string Reader, Sequence<Expression> Given), Answer> bound = [];

    /// <summary>What is seen of the table.</summary>
    public VisibleRows Woven()
    {
        // Of others than the reader, who could take the policies away need not be asked.
        var readers = context.Readers.Where((r, at) => at == 0 || Hiding(r).Count > 0).ToArray();
        var filters = new List<Expression>();
        var layers = new List<Expression>();
        foreach (var level in levels)
        {
            // Those of one level are all given the same rows.
            Expression[] own =
            [
                .. readers.SelectMany(r => UsesFor(r).Where(u => u.Of.Id == level.Id && u.Masked is null)
                    .Select(u => Value(u, r, filters).Value)).Where(f => !IsTrue(f)).Distinct(),
            ];
            layers.AddRange(own.Length == 0 ? [] : [own.Aggregate(And)]);
            filters.AddRange(own);
        }

        var masks = new Dictionary<int, Expression>();
        foreach (var column in readers.SelectMany(r => UsesFor(r).Select(u => u.Masked)).OfType<string>().Distinct())
        {
            if (Shown(column, readers, filters) is var shown && !IsStored(shown, column))
            {
                masks.Add(scan.Columns.ToList().FindIndex(c => Identifier.Same(c.Name, column)), shown);
            }
        }

        return new VisibleRows(
            stored, layers.Count == 0 ? [] : layers[..^1], layers.Count == 0 ? null : layers[^1], masks);
    }

    /// <summary>
    /// A value that all see alike, else NULL: of two masks neither may be given what the other shows. What a mask reads
    /// elsewhere is for those alone who see the same by it, or manage that, too.
    /// </summary>
    private Expression Shown(string column, string[] readers, IReadOnlyCollection<Expression> filters)
    {
        Answer ValueFor(string reader) => UsesFor(reader).FirstOrDefault(u => u.Masked == column) is { } mask
            ? Value(mask, reader, filters) : new Answer(new BoundColumn(span, stored, column), []);
        var values = readers.Select(ValueFor).ToArray();
        var reads = values.SelectMany(v => v.Reads).Distinct().ToArray();
        var seen = context.Readers.Except(readers).Where(r => reads.Any(t => !Manages(r, t))).Select(ValueFor)
            .Concat(values).Select(v => v.Value).Distinct().ToArray();
        return seen.Length == 1 ? seen[0] : IfTrue(
            seen.Skip(1).Select(v => new Binary(span, BinaryOperator.IsNotDistinctFrom, seen[0], v)).Aggregate(And),
            seen[0], null);
    }

    /// <summary>
    /// What a policy says to a reader, by itself or by who set it: of rows that are hidden from that user, and of what
    /// is masked for the user, it shows nothing.
    /// </summary>
    private Answer Value(BoundPolicyUse use, string reader, IReadOnlyCollection<Expression> asked)
    {
        var hidden = HiddenFrom(use.SetBy);
        if (hidden.IsAll || use.Arguments.OfType<BoundColumn>().Any(c => hidden.Masked.Contains(c.Column)))
        {
            // Readers are not told of policies.
            var (which, who) = Manages(context.StatementUser, table)
                ? (use.Source, use.SetBy + ", who set it") : ("one of its policies", "who set it");
            return use.Masked is not null ? new Answer(new Literal(span, LiteralKind.Null, "NULL"), [])
                : throw ErrorCode.PermissionDenied.Error(
                    $"{context.Metastore.FullName(table)} cannot be read: {which} decides by what is hidden from {who}",
                    span, "who sees it sets the policy again, or drops it");
        }

        var answer = Bound(use, reader);
        return hidden.Filters.Except(asked).ToArray() is not { Length: > 0 } filters ? answer
            : answer with
            {
                Value = IfTrue(filters.Aggregate(And), answer.Value, use.Masked is not null ? null
                    : new Literal(span, LiteralKind.Boolean, "false")),
            };
    }

    /// <summary>
    /// What is hidden from who set a policy by others that the user cannot take away now. Two who hide from each other
    /// are shown nothing.
    /// </summary>
    private Hidden HiddenFrom(string setter)
    {
        if (hiddenFrom.TryGetValue(setter, out var hidden))
        {
            return hidden;
        }

        hiddenFrom.Add(setter, Hidden.All);
        var hiding = Hiding(setter);
        BoundPolicyUse[] uses = hiding.Count == 0 ? [] : [.. UsesOfSetter(setter)
            .Where(u => hiding.Contains(u.Of.Id) && !Identifier.Same(u.SetBy, setter))];
        var filters = uses.Where(u => u.Masked is null).Select(u => Value(u, setter, []).Value).Where(f => !IsTrue(f));
        var masked = uses.Where(u => u.Masked is not null && !IsStored(Value(u, setter, []).Value, u.Masked));
        return hiddenFrom[setter] = new Hidden([.. filters], [.. masked.Select(u => u.Masked!)], IsAll: false);
    }

    /// <summary>What may have policies that the user cannot take away.</summary>
    private HashSet<Guid> Hiding(string user) => [.. levels.Where(
        s => (TagPolicy.Of(s).Count > 0 || !TablePolicy.Of(s).IsEmpty) && !Manages(user, s)).Select(s => s.Id)];

    private bool Manages(string user, Securable securable) => context.Metastore.Check(
        context.Metastore.EffectivePrincipals(user), securable, Privilege.Manage).Allowed;

    private IReadOnlyList<BoundPolicyUse> UsesFor(string reader)
    {
        if (!usesFor.TryGetValue(reader, out var uses))
        {
            uses = new PolicyUses(
                table, newest, read, scan is ChangesScan, stored, span, context.ForPolicy(reader)).Find();
            usesFor.Add(reader, uses);
        }

        return uses;
    }

    /// <summary>The same for who set a policy, of which the reader is not told.</summary>
    private IReadOnlyList<BoundPolicyUse> UsesOfSetter(string setter)
    {
        try
        {
            return UsesFor(setter);
        }
        catch (LakeSqlException e)
        {
            throw new LakeSqlException(
                ErrorCode.PermissionDenied,
                $"{context.Metastore.FullName(table)} cannot be read: who set one of its policies may not read it",
                span, "who may read it sets the policy again", e);
        }
    }

    private Answer Bound(BoundPolicyUse use, string reader)
    {
        // The same text for two readers is the same expression, if it makes no difference between them.
        var key = (use.Of.Id, use.Function.Securable.Id, use.Masked, use.SetBy);
        var at = known.IndexOf(key) is >= 0 and var index ? index : known.Count;
        known.AddRange(at == known.Count ? [key] : []);
        if (!bound.TryGetValue((at, reader, use.Arguments), out var answer))
        {
            var scanCount = context.Resolution.Scans.Count;
            var value = Folding.Of(FunctionBinder.BindUse(
                use.Function, use.Arguments.Select(a => new FunctionArgument(null, a)).ToSequence(), span,
                context.ForPolicy(reader, use.SetBy, $"{stored}p{at}"), "a policy of the table"));
            answer = new Answer(
                value, [.. context.Resolution.Scans.Skip(scanCount).Select(s => s.Governed).OfType<Securable>()]);
            bound.Add((at, reader, use.Arguments), answer);
        }

        return answer;
    }

    private static bool IsTrue(Expression filter) => filter is Literal { Kind: LiteralKind.Boolean, Text: "true" };

    /// <summary>True when that is what is stored in the column.</summary>
    private bool IsStored(Expression value, string column) =>
        value is BoundColumn same && same.Relation == stored && same.Column == column;

    private Binary And(Expression left, Expression right) => new(span, BinaryOperator.And, left, right);

    private Case IfTrue(Expression condition, Expression value, Expression? other) =>
        new(span, null, [new CaseWhen(condition, value)], other);

    /// <summary>What a policy says, and the tables that it reads for that.</summary>
    private sealed record Answer(Expression Value, IReadOnlyList<Securable> Reads);

    /// <summary>Rows, for which a filter is not true, and columns that somebody does not see; or all.</summary>
    private sealed record Hidden(IReadOnlyList<Expression> Filters, HashSet<string> Masked, bool IsAll)
    {
        public static readonly Hidden All = new([], [], IsAll: true);
    }
}
