using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Policies;

/// <summary>What of a scan its reader sees.</summary>
/// <param name="Relation">What the stored rows are called in the expressions.</param>
/// <param name="Filter">True for a row that is seen; null when all are.</param>
/// <param name="Masks">By column position: what is seen in the place of the value.</param>
public sealed record VisibleRows(
    string Relation, Expression? Filter, IReadOnlyDictionary<int, Expression> Masks)
{
    /// <summary>True when all is seen as it is stored.</summary>
    public bool IsAll => Filter is null && Masks.Count == 0;
}
