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
    public T Window<T>(Func<T> bind) => Collect(bind, s => s with { OrdersWindow = true }, out _);

    /// <summary>Runs <paramref name="bind"/> and gives what it read; what is collected around it gets it too.</summary>
    public T Track<T>(Func<T> bind, out IReadOnlySet<ColumnSource> sources) => Collect(bind, s => s, out sources);

    /// <param name="bind">What is run.</param>
    /// <param name="outward">What a source that it read is for the collection around.</param>
    /// <param name="sources">What it read, itself.</param>
    private T Collect<T>(
        Func<T> bind, Func<ColumnSource, ColumnSource> outward, out IReadOnlySet<ColumnSource> sources)
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
            Add(set.Select(outward));
            sources = set;
        }
    }
}
