using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Functions;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.DuckDb;

/// <summary>The conditions under which the branch that is being written is asked for.</summary>
/// <remarks>
/// The engine computes a subquery in a branch of a CASE for all rows of the query around it, and chooses afterwards. In
/// the text of others what is computed there must not be, so its WHERE says once more when it is asked for.
/// </remarks>
internal sealed class BranchConditions
{
    /// <summary>
    /// A condition with a subquery that has branches itself is written with theirs, each time twice as often.
    /// </summary>
    private const int WrittenMax = 1000;

    private int written;

    /// <summary>
    /// True for what a grouped query makes of its groups: a condition on these means nothing in a query within.
    /// </summary>
    public bool IsOfGroups { get; set; }

    /// <summary>Gives the condition, made where it is needed; null outside of branches.</summary>
    private Func<Expression?>? current;

    /// <summary>Writes a branch.</summary>
    /// <param name="condition">Makes what is true where it is asked for.</param>
    /// <param name="write">Writes it.</param>
    public void Under(Func<Expression> condition, Action write)
    {
        if (IsOfGroups)
        {
            write();
            return;
        }

        var around = current;
        Within(
            () =>
            {
                var (first, second) = (around?.Invoke(), condition());
                return !RepeatableExpressions.IsOne(second) ? first : first is null ? second : Where(first, second);
            },
            write);
    }

    /// <summary>Writes what belongs to no branch.</summary>
    public void Apart(Action write) => Within(null, write);

    /// <summary>Writes what is computed of rows, wherever it stands.</summary>
    public void OfRows(Action write)
    {
        var around = IsOfGroups;
        IsOfGroups = false;
        write();
        IsOfGroups = around;
    }

    /// <summary>The condition of all branches around; null where there is none that can be repeated.</summary>
    public Expression? Current()
    {
        var condition = current?.Invoke();
        if (condition is not null && ++written > WrittenMax)
        {
            throw ErrorCode.NestedTooDeep.Error(
                "too many subqueries stand in branches that subqueries choose", condition.Span,
                "put the conditions into the subqueries' own WHERE");
        }

        return condition;
    }

    /// <summary>True where none of the conditions before is, and then what the last one is.</summary>
    /// <param name="operand">What the conditions are values of; null where they are conditions.</param>
    /// <param name="before">Those of the branches before.</param>
    /// <param name="own">The branch's own; null for the one that is asked for otherwise.</param>
    public static Expression Chosen(Expression? operand, IEnumerable<Expression> before, Expression? own)
    {
        var whens = before.Select(w => new CaseWhen(w, Truth(w, false))).ToList();
        if (own is not null)
        {
            whens.Add(new CaseWhen(own, Truth(own, true)));
        }

        var any = whens[0].When;
        return new Case(any.Span, operand, whens.ToSequence(), Truth(any, own is null));
    }

    /// <summary>What the second is where the first is true.</summary>
    private static Case Where(Expression first, Expression second) =>
        new(second.Span, null, [new CaseWhen(first, second)], Truth(second, false));

    private static Literal Truth(Expression place, bool value) =>
        new(place.Span, LiteralKind.Boolean, value ? "true" : "false");

    private void Within(Func<Expression?>? condition, Action write)
    {
        var around = current;
        current = condition;
        write();
        current = around;
    }
}
