using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Policies;

/// <summary>
/// Keeps what policies of a table say within what is seen by who set them: others may hide from that user what the user
/// cannot take away.
/// </summary>
/// <param name="answers">What the policies say.</param>
/// <param name="table">The table.</param>
/// <param name="span">Where the statement names it.</param>
/// <param name="context">Who asks.</param>
internal sealed class SetterLimits(
    PolicyAnswers answers, Securable table, SourceSpan span, BindContext context)
{
    private readonly Dictionary<(string SetBy, PolicyIdentity Policy, int Depth), Hidden> known = [];

    /// <summary>
    /// How many hide things one from another, at most: who may set a policy where one stands that hides from somebody
    /// else manages more than that one does, so that a longer row of them comes back to where it was.
    /// </summary>
    private int Deepest => answers.Levels.Count + 1;

    /// <summary>
    /// The filters that must be true of a row before a filter is asked of it: by them others hide rows from who set it.
    /// </summary>
    /// <exception cref="LakeSqlException">LSQ3001: it decides by what is hidden from that user.</exception>
    public IReadOnlyList<PolicyAnswer> FiltersFor(BoundPolicyUse use)
    {
        var hidden = HiddenFrom(use, Deepest);
        if (!hidden.IsIn(use))
        {
            return hidden.Filters;
        }

        // Readers are not told of policies.
        var (which, who) = answers.Manages(context.StatementUser, table)
            ? (use.Source, use.SetBy + ", who set it") : ("one of its policies", "who set it");
        throw ErrorCode.PermissionDenied.Error(
            $"{context.Metastore.FullName(table)} cannot be read: {which} decides by what is hidden from {who}", span,
            "who sees it sets the policy again, or drops it");
    }

    /// <summary>
    /// What a mask shows to a reader: of rows that are hidden from who set it, or by what is masked for that user,
    /// nothing.
    /// </summary>
    /// <param name="use">The mask.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="asked">Filters that are true of the rows already.</param>
    public PolicyAnswer Masked(BoundPolicyUse use, string reader, IReadOnlyCollection<Expression> asked) =>
        Masked(use, reader, asked, Deepest);

    private PolicyAnswer Masked(
        BoundPolicyUse use, string reader, IReadOnlyCollection<Expression> asked, int depth)
    {
        var hidden = HiddenFrom(use, depth);
        return hidden.IsIn(use) ? new PolicyAnswer(answers.Null, [], [])
            : answers.Within(hidden.Filters.Where(f => !asked.Contains(f.Value)), use, reader, null);
    }

    /// <summary>
    /// What is hidden from who set a policy by others that the user cannot take away now: all where that is not known
    /// any deeper, and from who could not set it any more and may not read the table.
    /// </summary>
    private Hidden HiddenFrom(BoundPolicyUse use, int depth)
    {
        var key = (use.SetBy, use.Identity, depth);
        if (!known.TryGetValue(key, out var hidden))
        {
            known.Add(key, hidden = Find(use, depth));
        }

        return hidden;
    }

    private Hidden Find(BoundPolicyUse use, int depth)
    {
        var setter = use.SetBy;
        var hiding = answers.Hiding(setter);
        if (hiding.Count == 0)
        {
            return Hidden.Nothing;
        }

        if (depth == 0 || (!answers.Manages(setter, use.Of)
            && !EffectivePolicies.MayRead(table, setter, context.Metastore)))
        {
            return Hidden.All;
        }

        // The user's own ones hide as well: which of their functions are the user's nobody knows.
        var uses = UsesOf(setter).Where(u => hiding.Contains(u.Of.Id) && u.Identity != use.Identity)
            .ToLookup(u => Identifier.Same(u.SetBy, setter));
        var others = Hidden.Nothing;
        foreach (var other in uses[false])
        {
            var before = HiddenFrom(other, depth - 1);
            others = others.And(other, other.Masked is not null ? Masked(other, setter, [], depth - 1)
                : before.IsIn(other) ? null : answers.Within(before.Filters, other, setter, answers.False), answers);
        }

        return uses[true].Aggregate(others, (hidden, own) => hidden.And(own, others.IsIn(own)
            ? new PolicyAnswer(own.Masked is null ? answers.False : answers.Null, [], [])
            : answers.Within(others.Filters, own, setter, own.Masked is null ? answers.False : null), answers));
    }

    /// <summary>The policies for who set one, of which the reader is not told.</summary>
    private IReadOnlyList<BoundPolicyUse> UsesOf(string setter)
    {
        try
        {
            return answers.UsesFor(setter);
        }
        catch (LakeSqlException e)
        {
            throw new LakeSqlException(
                ErrorCode.PermissionDenied,
                $"{context.Metastore.FullName(table)} cannot be read: who set one of its policies may not read it",
                span, "who may read it sets the policy again", e);
        }
    }

    /// <summary>Rows, for which a filter is not true, and columns that somebody does not see; or all.</summary>
    private sealed record Hidden(IReadOnlyList<PolicyAnswer> Filters, IReadOnlyList<string> Masked, bool IsAll)
    {
        public static readonly Hidden Nothing = new([], [], IsAll: false);
        public static readonly Hidden All = new([], [], IsAll: true);

        /// <summary>True when a policy decides by values that are not seen.</summary>
        public bool IsIn(BoundPolicyUse use) => IsAll || PolicyAnswers.ColumnsOf(use).Any(Masked.Contains);

        /// <summary>
        /// That, and what a policy hides besides; null where a filter is one of which nothing is known.
        /// </summary>
        public Hidden And(BoundPolicyUse use, PolicyAnswer? answer, PolicyAnswers answers) => answer is null ? All
            : use.Masked is not { } column
                ? PolicyAnswers.IsTrue(answer.Value) ? this : this with { Filters = [.. Filters, answer] }
            : answers.IsStored(answer.Value, column) ? this : this with { Masked = [.. Masked, column] };
    }
}
