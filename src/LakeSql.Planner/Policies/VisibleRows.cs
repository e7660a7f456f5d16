using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Policies;

/// <summary>What of a scan its reader sees.</summary>
/// <param name="Relation">What the stored rows are called in the expressions.</param>
/// <param name="Above">
/// Filters of catalog and schema, the widest first: what one of them hides is given to none of those behind it.
/// </param>
/// <param name="Filter">True for one of those rows that is seen; null when all of them are.</param>
/// <param name="Masks">By column position: what is seen in the place of the value.</param>
public sealed record VisibleRows(
    string Relation, IReadOnlyList<Expression> Above, Expression? Filter, IReadOnlyDictionary<int, Expression> Masks)
{
    /// <summary>
    /// True where not all policies are of the same securable: who has set one of them may be kept from what another
    /// hides.
    /// </summary>
    public bool IsOfSeveral { get; init; }

    /// <summary>True when every row is seen.</summary>
    public bool AllRows => Above.Count == 0 && Filter is null;

    /// <summary>True when all is seen as it is stored.</summary>
    public bool IsAll => AllRows && Masks.Count == 0;
}
