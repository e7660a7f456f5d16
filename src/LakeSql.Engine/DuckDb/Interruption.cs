using DuckDB.NET.Data;

namespace LakeSql.Engine.DuckDb;

/// <summary>Ends what a command does when its statement is cancelled.</summary>
/// <remarks>
/// The engine forgets an interruption that comes before it begins to run, also while it binds, so it is told again and
/// again; who closes a connection waits for that statement.
/// </remarks>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);

    private readonly Lock gate = new();
    private readonly DuckDBCommand command;
    private readonly CancellationTokenRegistration registration;
    private Timer? timer;
    private bool isOver;

    /// <summary>Begins to watch; the end of the watch is <see cref="Dispose"/>.</summary>
    public Interruption(DuckDBCommand command, CancellationToken cancellationToken)
    {
        this.command = command;
        registration = cancellationToken.Register(Interrupt);
    }

    /// <summary>No interruption comes after this: the connection's next statement is another one's.</summary>
    public void Dispose()
    {
        registration.Dispose();
        lock (gate)
        {
            isOver = true;
            timer?.Dispose();
        }
    }

    private void Interrupt()
    {
        lock (gate)
        {
            if (!isOver)
            {
                command.Cancel();
                timer ??= new Timer(_ => Interrupt(), null, Again, Again);
            }
        }
    }
}
