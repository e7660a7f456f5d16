using DuckDB.NET.Data;

namespace LakeSql.Engine.DuckDb;

/// <summary>Ends what a command does when its statement is cancelled.</summary>
/// <remarks>
/// The engine forgets an interruption that comes while it binds when it begins to run, so it is told again and again.
/// </remarks>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);

    private readonly Timer timer;
    private readonly CancellationTokenRegistration registration;

    /// <summary>Begins to watch; the end of the watch is <see cref="Dispose"/>.</summary>
    public Interruption(DuckDBCommand command, CancellationToken cancellationToken)
    {
        timer = new Timer(_ => command.Cancel());
        registration = cancellationToken.Register(() => timer.Change(TimeSpan.Zero, Again));
    }

    /// <summary>Returns when nothing of it runs any more, so that it does not meet the next statement.</summary>
    public void Dispose()
    {
        registration.Dispose();
        using var ended = new ManualResetEvent(false);
        if (timer.Dispose(ended))
        {
            ended.WaitOne();
        }
    }
}
