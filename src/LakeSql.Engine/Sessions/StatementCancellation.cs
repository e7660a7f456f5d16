using LakeSql.Common.Errors;

namespace LakeSql.Engine.Sessions;

/// <summary>Ends a statement early: when somebody asks for it, or when its time is over.</summary>
public sealed class StatementCancellation : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly Timer? timer;
    private Timer? statementTimer;

    /// <summary>The limit that was over first; 0 while none is.</summary>
    private long passedMs;

    /// <summary>A cancellation without a limit of time.</summary>
    public StatementCancellation()
    {
    }

    /// <summary>A cancellation that comes by itself after <paramref name="limit"/>.</summary>
    public StatementCancellation(TimeSpan limit) => timer = Clock((long)limit.TotalMilliseconds);

    /// <summary>What the parts of the statement look at.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Ends the statement; it fails with LSQ6005.</summary>
    public void Cancel() => source.Cancel();

    /// <summary>Stops the clock. What was cancelled stays so.</summary>
    public void Dispose()
    {
        timer?.Dispose();
        statementTimer?.Dispose();
    }

    /// <summary>A statement may run so long from now on, within the limit of all; null: no limit of its own.</summary>
    internal void Limit(long? limitMs)
    {
        statementTimer?.Dispose();
        statementTimer = limitMs is { } limit ? Clock(limit) : null;
    }

    /// <summary>
    /// The error that says why it ended: LSQ6005 stays for what was asked for, LSQ6008 is for the limit.
    /// </summary>
    internal LakeSqlException Explain(LakeSqlException error) =>
        error.Code == ErrorCode.Cancelled && Interlocked.Read(ref passedMs) is > 0 and var limitMs
            ? ErrorCode.Timeout.Error(
                $"the statement ran longer than its limit of {limitMs / 1000.0:0.###} s", error.Span)
            : error;

    private Timer Clock(long limitMs) => new(
        _ =>
        {
            Interlocked.CompareExchange(ref passedMs, Math.Max(limitMs, 1), 0);
            source.Cancel();
        },
        null, TimeSpan.FromMilliseconds(Math.Min(limitMs, TimerMax)), Timeout.InfiniteTimeSpan);

    /// <summary>Longer than 49 days no timer runs.</summary>
    private const long TimerMax = uint.MaxValue - 2L;
}
