using LakeSql.Common.Errors;
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
    /// Characters of conditions in a statement. One with subqueries is written with their conditions, which may double
    /// it each time.
    /// </summary>
    private const int LengthMax = 1_000_000;

    private int length;

    /// <summary>
    /// True for what a grouped query makes of its groups: a condition on these means nothing in a query within.
    /// </summary>
    public bool IsOfGroups { get; set; }

    /// <summary>Gives the condition, made where it is needed; null outside of branches.</summary>
    private Func<BranchCondition>? current;

    /// <summary>Writes a branch.</summary>
    /// <param name="condition">Makes what is true where it is asked for.</param>
    /// <param name="write">Writes it.</param>
    public void Under(Func<BranchCondition> condition, Action write)
    {
        var around = current;
        Func<BranchCondition> own = IsOfGroups ? () => BranchCondition.Unknown : condition;
        Within(around is null ? own : () => around().And(own), write);
    }

    /// <summary>Writes what belongs to no branch.</summary>
    public void Apart(Action write) => Within(null, write);

    /// <summary>
    /// Writes what is computed of rows, wherever it stands; or the text of another, which is given plain values.
    /// </summary>
    public void OfRows(Action write)
    {
        var around = IsOfGroups;
        IsOfGroups = false;
        write();
        IsOfGroups = around;
    }

    /// <summary>The condition of all branches around; null where there is none that can be repeated.</summary>
    public Expression? Current() => current?.Invoke().Condition;

    /// <summary>Writes such a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="sql">Where it is written.</param>
    /// <param name="write">Writes an expression there.</param>
    public void Write(Expression condition, DuckDbSql sql, Action<Expression> write)
    {
        if (length > LengthMax)
        {
            throw ErrorCode.NestedTooDeep.Error(
                "too many subqueries stand in branches that subqueries choose", condition.Span,
                "put the conditions into the subqueries' own WHERE");
        }

        var start = sql.Begin();
        Apart(() => write(condition));
        length += sql.Begin() - start;
    }

    private void Within(Func<BranchCondition>? condition, Action write)
    {
        var around = current;
        current = condition;
        write();
        current = around;
    }
}
