using DuckDB.NET.Data;

namespace LakeSql.Engine.DuckDb;

/// <summary>A connection lent to one statement: any other statement on it would end an open result.</summary>
/// <param name="engine">Lends it.</param>
/// <param name="inner">The engine's own.</param>
/// <param name="user">Who waits for what the statement leaves behind.</param>
internal sealed class EngineConnection(DuckDbInstance engine, DuckDBConnection inner, string user) : IDisposable
{
    /// <summary>The engine is given so long to hear that a statement is cancelled.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    /// <summary>How often a statement looks whether fewer are left behind.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private bool closed;

    /// <summary>What still uses the connection after its statement has ended.</summary>
    private Task? leftBehind;

    public DuckDbInstance Engine => engine;

    public DuckDBConnection Inner => inner;

    /// <summary>
    /// False when the statement failed or left something behind: the connection is then not lent again.
    /// </summary>
    public bool IsClean { get; set; } = true;

    /// <summary>Starts a command.</summary>
    /// <param name="sql">What it runs.</param>
    /// <param name="execute">How.</param>
    /// <param name="mayBindLong">
    /// True where columns of files are found: while it binds the engine hears no interruption. So that is waited for on
    /// a thread of its own, which is left behind when the statement is cancelled, and ends with the connection. A
    /// statement does not begin one while <see cref="LeftBehind.Max"/> of its user's are left behind.
    /// </param>
    /// <param name="cancellationToken">Interrupts the engine.</param>
    /// <exception cref="OperationCanceledException">When it is cancelled.</exception>
    public EngineCall<T> Start<T>(
        DuckDbSql sql, Func<DuckDBCommand, T> execute, bool mayBindLong, CancellationToken cancellationToken)
        where T : class, IDisposable
    {
        EngineCall<T> Call()
        {
            var command = inner.CreateCommand();
            try
            {
                sql.Load(command);
                using var interruption = new Interruption(command, cancellationToken);
                return new EngineCall<T>(command, execute(command));
            }
            catch
            {
                command.Dispose();
                throw;
            }
        }

        if (!mayBindLong || !cancellationToken.CanBeCanceled)
        {
            return Call();
        }

        while (LeftBehind.IsFull(user))
        {
            cancellationToken.ThrowIfCancellationRequested();
            cancellationToken.WaitHandle.WaitOne(Look);
        }

        var call = Task.Factory.StartNew(
            Call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            Task.WaitAny([call], cancellationToken);
        }
        catch (OperationCanceledException) when (Task.WaitAny([call], Grace) < 0)
        {
            LeftBehind.Add(user);
            leftBehind = call.ContinueWith(
                c =>
                {
                    LeftBehind.Remove(user);
                    _ = c.Exception;
                    if (c.IsCompletedSuccessfully)
                    {
                        c.Result.Dispose();
                    }
                },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
        catch (OperationCanceledException)
        {
            // It has ended meanwhile, in whichever way; whoever called finds that it is cancelled.
        }

        return call.GetAwaiter().GetResult();
    }

    /// <summary>0 to 1, or null when DuckDB cannot tell how far its statement is.</summary>
    public double? Progress() =>
        inner.GetQueryProgress() is { Percentage: >= 0 } progress ? progress.Percentage / 100 : null;

    public void Dispose()
    {
        if (closed)
        {
            return;
        }

        closed = true;
        if (leftBehind is null)
        {
            engine.TakeBack(inner, IsClean);
        }
        else
        {
            leftBehind.ContinueWith(
                _ => engine.TakeBack(inner, isClean: false), CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
