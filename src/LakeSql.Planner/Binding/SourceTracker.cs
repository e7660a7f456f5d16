using LakeSql.Planner.Access;

namespace LakeSql.Planner.Binding;

/// <summary>Collects the stored columns that the expressions bound meanwhile read.</summary>
/// <remarks>
/// Columns reach every open collection, so that a subquery's reads count for the expression around it.
/// </remarks>
internal sealed class SourceTracker
{
    private readonly Stack<HashSet<ColumnSource>> open = new();

    public void Add(IEnumerable<ColumnSource> sources)
    {
        if (open.TryPeek(out var set))
        {
            set.UnionWith(sources);
        }
    }

    /// <summary>Runs <paramref name="bind"/>; what it reads counts as what a window is made by.</summary>
    public T Window<T>(Func<T> bind)
    {
        var set = new HashSet<ColumnSource>();
        open.Push(set);
        try
        {
            return bind();
        }
        finally
        {
            open.Pop();
            Add(set.Select(s => s with { OrdersWindow = true }));
        }
    }

    /// <summary>Runs <paramref name="bind"/> and gives what it read; what is collected around it gets it too.</summary>
    public T Track<T>(Func<T> bind, out IReadOnlySet<ColumnSource> sources)
    {
        var set = new HashSet<ColumnSource>();
        open.Push(set);
        try
        {
            return bind();
        }
        finally
        {
            open.Pop();
            Add(set);
            sources = set;
        }
    }
}
