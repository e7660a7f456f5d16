using LakeSql.Common.Names;
using LakeSql.Planner.Functions;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.DuckDb;

/// <summary>When a branch is asked for, as far as that can be asked twice.</summary>
/// <param name="Condition">True wherever it is asked for; null where that may be everywhere.</param>
/// <param name="IsWhole">
/// True if it is true nowhere else. Else nothing may be asked after it: what comes next may fail where it is not asked.
/// </param>
internal readonly record struct BranchCondition(Expression? Condition, bool IsWhole)
{
    public static readonly BranchCondition Unknown = new(null, false);

    /// <summary>Where none of the conditions before is true, and the branch's own is.</summary>
    /// <param name="operand">What the conditions are values of; null where they are conditions.</param>
    /// <param name="before">Those of the branches before.</param>
    /// <param name="own">The branch's own; null for the one that is asked for otherwise.</param>
    public static BranchCondition Of(Expression? operand, IReadOnlyCollection<Expression> before, Expression? own)
    {
        if (!RepeatableExpressions.IsOne(operand))
        {
            return Unknown;
        }

        var whens = before.TakeWhile(RepeatableExpressions.IsOne)
            .Select(w => new CaseWhen(w, Truth(w, false))).ToList();
        var isWhole = whens.Count == before.Count && RepeatableExpressions.IsOne(own);
        if (isWhole && own is not null)
        {
            whens.Add(new CaseWhen(own, Truth(own, true)));
        }

        return whens is not [{ When: var first }, ..] ? Unknown : new(
            new Case(first.Span, operand, whens.ToSequence(), Truth(first, !isWhole || own is null)), isWhole);
    }

    /// <summary>The same within a branch with this one.</summary>
    public BranchCondition And(Func<BranchCondition> within)
    {
        if (!IsWhole)
        {
            return this;
        }

        var (condition, isWhole) = within();
        return new(
            Condition is null || condition is null ? Condition ?? condition
                : new Case(condition.Span, null, [new CaseWhen(Condition, condition)], Truth(condition, false)),
            isWhole);
    }

    private static Literal Truth(Expression place, bool value) =>
        new(place.Span, LiteralKind.Boolean, value ? "true" : "false");
}
