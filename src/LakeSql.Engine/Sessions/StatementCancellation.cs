using LakeSql.Common.Errors;

namespace LakeSql.Engine.Sessions;

/// <summary>Ends a statement early: when somebody asks for it, or when its time is over.</summary>
public sealed class StatementCancellation : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly Timer? timer;
    private readonly TimeSpan limit;
    private volatile bool timedOut;

    /// <summary>A cancellation without a limit of time.</summary>
    public StatementCancellation()
    {
    }

    /// <summary>A cancellation that comes by itself after <paramref name="limit"/>.</summary>
    public StatementCancellation(TimeSpan limit)
    {
        this.limit = limit;
        timer = new Timer(
            _ =>
            {
                timedOut = true;
                source.Cancel();
            },
            null, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the parts of the statement look at.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Ends the statement; it fails with LSQ6005.</summary>
    public void Cancel() => source.Cancel();

    /// <summary>Stops the clock. What was cancelled stays so.</summary>
    public void Dispose() => timer?.Dispose();

    /// <summary>
    /// The error that says why it ended: LSQ6005 stays for what was asked for, LSQ6008 is for the limit.
    /// </summary>
    internal LakeSqlException Explain(LakeSqlException error) => error.Code == ErrorCode.Cancelled && timedOut
        ? ErrorCode.Timeout.Error(
            $"the statement ran longer than its limit of {limit.TotalSeconds:0.###} s", error.Span)
        : error;
}
