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
    private readonly HashSet<string> open = new(Identifier.Comparer);
    private readonly Dictionary<string, IReadOnlyList<BoundPolicyUse>> usesFor = new(Identifier.Comparer);
    private readonly List<(Guid Of, Guid Function, string? Masked, string SetBy)> known = [];
    private readonly Dictionary<(int At, string? Reader, Sequence<Expression> Given), Answer> bound = [];

    /// <summary>What is seen of the table.</summary>
    public VisibleRows Woven()
    {
        // Of others than the reader, who could take the policies away need not be asked.
        var readers = context.Readers.Where((r, at) => at == 0 || Hiding(r).Count > 0).ToArray();
        var asked = new List<Expression>();
        var layers = new List<Expression>();
        foreach (var level in levels)
        {
            (BoundPolicyUse Use, string Reader)[] uses = [.. readers.SelectMany(r => UsesFor(r)
                .Where(u => u.Of.Id == level.Id && u.Masked is null).Select(u => (u, r)))];

            // A row that is hidden from who set one is given to none of the level, whose rows are all the same then.
            AddLayer(uses.SelectMany(u => FiltersFor(u.Use)).Select(f => f.Value));
            AddLayer(uses.Select(u => Bound(u.Use, u.Reader).Value));
        }

        var masks = new Dictionary<int, Expression>();
        foreach (var column in readers.SelectMany(r => UsesFor(r).Select(u => u.Masked)).OfType<string>().Distinct())
        {
            if (Shown(column, readers, asked) is var shown && !IsStored(shown, column))
            {
                masks.Add(scan.Columns.ToList().FindIndex(c => Identifier.Same(c.Name, column)), shown);
            }
        }

        return new VisibleRows(
            stored, layers.Count == 0 ? [] : layers[..^1], layers.Count == 0 ? null : layers[^1], masks);

        void AddLayer(IEnumerable<Expression> filters)
        {
            Expression[] added = [.. filters.Where(f => !IsTrue(f)).Except(asked)];
            layers.AddRange(added.Length == 0 ? [] : [added.Aggregate(And)]);
            asked.AddRange(added);
        }
    }

    /// <summary>
    /// A value that all see alike, or a mask of some by what the others see; else NULL, whatever the value is.
    /// </summary>
    /// <remarks>What a mask reads elsewhere is for those alone who see the same by it, or manage that, too.</remarks>
    private Expression Shown(string column, string[] readers, IReadOnlyCollection<Expression> asked)
    {
        Answer ValueOf(string of, string reader) => UsesFor(reader).FirstOrDefault(u => u.Masked == of) is { } mask
            ? Masked(mask, reader, asked) : new Answer(new BoundColumn(span, stored, of), [], []);
        var values = readers.Select(r => (Reader: r, Answer: ValueOf(column, r))).ToArray();
        var reads = values.SelectMany(v => v.Answer.Reads).Distinct().ToArray();
        values = [.. values, .. context.Readers.Except(readers).Where(r => reads.Any(t => !Manages(r, t)))
            .Select(r => (r, ValueOf(column, r)))];
        var masks = values.Where(v => !IsStored(v.Answer.Value, column)).ToArray();
        return masks.Select(v => v.Answer.Value).Distinct().Count() switch
        {
            0 => values[0].Answer.Value,
            1 when masks.Length == values.Length => masks[0].Answer.Value,
            1 when reads.Length == 0 && values.Except(masks).All(v => masks[0].Answer.Given.All(
                given => IsStored(ValueOf(given, v.Reader).Value, given))) => masks[0].Answer.Value,
            _ => Null,
        };
    }

    /// <summary>
    /// What a mask shows to a reader: of rows that are hidden from who set it, or by what is masked for that user,
    /// nothing.
    /// </summary>
    private Answer Masked(BoundPolicyUse use, string reader, IReadOnlyCollection<Expression> asked)
    {
        var hidden = HiddenFrom(use);
        if (hidden.IsAll || ColumnsOf(use).Any(hidden.Masked.Contains))
        {
            return new Answer(Null, [], []);
        }

        return Within(hidden.Filters.Where(f => !asked.Contains(f.Value)), use, reader, null);
    }

    /// <summary>
    /// The filters that must be true of a row before a filter is asked of it: by them others hide rows from who set it.
    /// </summary>
    private IReadOnlyList<Answer> FiltersFor(BoundPolicyUse use)
    {
        var hidden = HiddenFrom(use);
        if (!hidden.IsAll && !ColumnsOf(use).Any(hidden.Masked.Contains))
        {
            return hidden.Filters;
        }

        // Readers are not told of policies.
        var (which, who) = Manages(context.StatementUser, table)
            ? (use.Source, use.SetBy + ", who set it") : ("one of its policies", "who set it");
        throw ErrorCode.PermissionDenied.Error(
            $"{context.Metastore.FullName(table)} cannot be read: {which} decides by what is hidden from {who}", span,
            "who sees it sets the policy again, or drops it");
    }

    /// <summary>
    /// A policy where all filters are true. The engine may compute a subquery for all rows, so that of others not even
    /// the values are given.
    /// </summary>
    private Answer Within(IEnumerable<Answer> filters, BoundPolicyUse use, string reader, Expression? otherwise)
    {
        if (filters.ToArray() is not { Length: > 0 } all)
        {
            return Bound(use, reader);
        }

        var condition = all.Select(f => f.Value).Aggregate(And);
        var given = use with
        {
            Arguments = use.Arguments.Select(a => a is BoundColumn ? IfTrue(condition, a, null) : a).ToSequence(),
        };
        var answer = Bound(given, reader);
        return new Answer(
            IfTrue(condition, answer.Value, otherwise), [.. answer.Reads, .. all.SelectMany(f => f.Reads)],
            [.. ColumnsOf(use), .. all.SelectMany(f => f.Given)]);
    }

    /// <summary>
    /// What is hidden from who set a policy by others that the user cannot take away now. Two who hide from each other
    /// are shown nothing, nor is who could not set it any more and may not read the table.
    /// </summary>
    private Hidden HiddenFrom(BoundPolicyUse use)
    {
        var setter = use.SetBy;
        var hiding = Hiding(setter);
        if (hiding.Count == 0)
        {
            return Hidden.Nothing;
        }

        if ((!Manages(setter, use.Of) && !MayRead(setter)) || !open.Add(setter))
        {
            return Hidden.All;
        }

        // The user's own ones hide as well: which of their functions are the user's nobody knows.
        var uses = UsesOfSetter(setter).Where(u => hiding.Contains(u.Of.Id) && !u.IsSame(use)).ToArray();
        var others = Told(uses.Where(u => !Identifier.Same(u.SetBy, setter)), Hidden.Nothing);
        var own = Told(uses.Where(u => Identifier.Same(u.SetBy, setter)), others);
        open.Remove(setter);
        return new Hidden([.. others.Filters, .. own.Filters], [.. others.Masked, .. own.Masked], IsAll: false);

        Hidden Told(IEnumerable<BoundPolicyUse> told, Hidden before)
        {
            Answer Value(BoundPolicyUse u) => Identifier.Same(u.SetBy, setter)
                ? ColumnsOf(u).Any(before.Masked.Contains)
                    ? new Answer(u.Masked is null ? False : Null, [], [])
                    : Within(before.Filters, u, setter, u.Masked is null ? False : null)
                : u.Masked is null ? Within(FiltersFor(u), u, setter, False) : Masked(u, setter, []);
            var values = told.Select(u => (u.Masked, Answer: Value(u))).ToArray();
            return new Hidden(
                [.. values.Where(v => v.Masked is null && !IsTrue(v.Answer.Value)).Select(v => v.Answer)],
                [
                    .. values.Where(v => v.Masked is not null && !IsStored(v.Answer.Value, v.Masked))
                        .Select(v => v.Masked!),
                ],
                IsAll: false);
        }
    }

    private bool MayRead(string user)
    {
        var principals = context.Metastore.EffectivePrincipals(user);
        return context.Metastore.MayName(principals, table)
            && context.Metastore.Check(principals, table, Privilege.Select).Allowed;
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
        if (bound.TryGetValue((at, null, use.Arguments), out var answer)
            || bound.TryGetValue((at, reader, use.Arguments), out answer))
        {
            return answer;
        }

        var resolution = context.Resolution;
        var (scanCount, askedCount) = (resolution.Scans.Count, resolution.ReaderAsked);
        var value = Folding.Of(FunctionBinder.BindUse(
            use.Function, use.Arguments.Select(a => new FunctionArgument(null, a)).ToSequence(), span,
            context.ForPolicy(reader, use.SetBy, $"{stored}p{at}"), "a policy of the table"));
        Securable[] reads = [.. resolution.Scans.Skip(scanCount).Select(s => s.Governed).OfType<Securable>()];
        answer = new Answer(value, reads, ColumnsOf(use));
        var isForAll = resolution.ReaderAsked == askedCount
            && !reads.Any(t => EffectivePolicies.MayHold(t, context.Metastore));
        bound.Add((at, isForAll ? null : reader, use.Arguments), answer);
        return answer;
    }

    private static bool IsTrue(Expression filter) => filter is Literal { Kind: LiteralKind.Boolean, Text: "true" };

    /// <summary>True when that is what is stored in the column.</summary>
    private bool IsStored(Expression value, string column) =>
        value is BoundColumn same && same.Relation == stored && same.Column == column;

    private Binary And(Expression left, Expression right) => new(span, BinaryOperator.And, left, right);

    private Case IfTrue(Expression condition, Expression value, Expression? other) =>
        new(span, null, [new CaseWhen(condition, value)], other);

    private static string[] ColumnsOf(BoundPolicyUse use) =>
        [.. use.Arguments.OfType<BoundColumn>().Select(c => c.Column)];

    private Literal Null => new(span, LiteralKind.Null, "NULL");

    private Literal False => new(span, LiteralKind.Boolean, "false");

    /// <summary>What a policy says, the tables that it reads for that, and the columns that it is given.</summary>
    private sealed record Answer(Expression Value, IReadOnlyList<Securable> Reads, IReadOnlyList<string> Given);

    /// <summary>Rows, for which a filter is not true, and columns that somebody does not see; or all.</summary>
    private sealed record Hidden(IReadOnlyList<Answer> Filters, IReadOnlyList<string> Masked, bool IsAll)
    {
        public static readonly Hidden Nothing = new([], [], IsAll: false);
        public static readonly Hidden All = new([], [], IsAll: true);
    }
}
