using System.Collections.Concurrent;
using LakeSql.Common.Errors;

namespace LakeSql.Engine.DuckDb;

/// <summary>What a statement and LakeSql's own functions, which the engine calls for it, tell each other.</summary>
/// <remarks>
/// A function of the engine belongs to the whole database and cannot be taken back, so each call names its statement:
/// by the key, a constant that is its last argument.
/// </remarks>
internal sealed class CallingStatement : IDisposable
{
    private static readonly ConcurrentDictionary<long, CallingStatement> Open = new();
    private static long lastKey;

    public CallingStatement(long pixelsMax, CancellationToken cancellationToken)
    {
        PixelsMax = pixelsMax;
        Cancellation = cancellationToken;
        Key = Interlocked.Increment(ref lastKey);
        Open[Key] = this;
    }

    public long Key { get; }

    /// <summary>Pixels of a picture that the statement may decode.</summary>
    public long PixelsMax { get; }

    /// <summary>Looked at between batches: the engine itself waits for a chunk of rows to end.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The first error of such a call; the engine keeps no more of it than its text.</summary>
    public LakeSqlException? Failure { get; set; }

    /// <summary>The statement of that key; null when it has ended.</summary>
    public static CallingStatement? Find(long key) => Open.GetValueOrDefault(key);

    public void Dispose() => Open.TryRemove(Key, out _);
}
