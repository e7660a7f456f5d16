namespace LakeSql.Catalog;

/// <summary>One limit of a user or group.</summary>
/// <param name="Principal">Whose.</param>
/// <param name="Name">One of <see cref="Limits.Names"/>.</param>
/// <param name="Value">Milliseconds, bytes or a count.</param>
public sealed record PrincipalLimit(string Principal, string Name, long Value);

/// <summary>What a statement may take: the smallest limit of its user and of all groups that hold the user.</summary>
/// <param name="StatementTimeoutMs">How long it may run.</param>
/// <param name="MemoryBytesMax">Memory of the engine.</param>
/// <param name="ThreadsMax">Threads of the engine.</param>
/// <param name="RowCountMax">Rows that a query may give.</param>
/// <param name="ImagePixelsMax">Pixels of a picture that is decoded.</param>
public sealed record Limits(
    long? StatementTimeoutMs, long? MemoryBytesMax, long? ThreadsMax, long? RowCountMax, long? ImagePixelsMax)
{
    /// <summary>No limit at all.</summary>
    public static readonly Limits None = new(null, null, null, null, null);

    /// <summary>The limits there are, as SQL names them.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["statement_timeout", "memory_limit", "threads", "max_rows", "max_image_pixels"];

    /// <summary>The smallest of each.</summary>
    internal static Limits Smallest(IReadOnlyList<PrincipalLimit> limits)
    {
        long? Of(int name) => limits.Where(l => l.Name == Names[name]).Select(l => (long?)l.Value).Min();
        return limits.Count == 0 ? None : new Limits(Of(0), Of(1), Of(2), Of(3), Of(4));
    }
}
