using LakeSql.Engine.Audit;

namespace LakeSql.Engine.Sessions;

/// <summary>What a session is doing: calls that are under way, and results that are not read to their end.</summary>
/// <remarks>
/// A session that is closed takes no more calls, cancels those that are under way and ends its open results. What it
/// works with is given back when the last of them has written its record: by who closes it, or, when a call closes the
/// session that it is in, at the end of that call.
/// </remarks>
internal sealed class OpenWork(Action giveBack)
{
    private readonly object gate = new();
    private readonly List<Call> calls = [];
    private readonly HashSet<LoggedResult> results = [];

    /// <summary>Threads that wait for the others' calls; their own end later, and nobody waits for them.</summary>
    private readonly List<int> waiting = [];
    private volatile bool isClosed;
    private bool isGivenBack;

    /// <summary>True from the begin of <see cref="Close"/> on.</summary>
    public bool IsClosed => isClosed;

    /// <summary>A call begins on this thread; on the same it ends, with <see cref="IDisposable.Dispose"/>.</summary>
    /// <param name="cancellation">What ends the call early; null for one that is short.</param>
    /// <exception cref="ObjectDisposedException">The session is closed.</exception>
    public IDisposable Enter(StatementCancellation? cancellation)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isClosed, typeof(Session));
            return Begin(cancellation);
        }
    }

    /// <summary>A call that ends a result, which a session that is being closed waits for like any other.</summary>
    public IDisposable EnterEnd()
    {
        lock (gate)
        {
            return Begin(null);
        }
    }

    /// <summary>A result is open from now on; when the session was closed meanwhile it is ended at once.</summary>
    public void Add(LoggedResult result)
    {
        lock (gate)
        {
            if (!isClosed)
            {
                results.Add(result);
                return;
            }
        }

        result.Dispose();
    }

    /// <summary>A result has ended.</summary>
    public void Remove(LoggedResult result)
    {
        lock (gate)
        {
            results.Remove(result);
        }
    }

    /// <summary>Ends all and waits for it; a second call waits as well.</summary>
    public void Close()
    {
        Call own;
        Call[] running;
        LoggedResult[] open;
        lock (gate)
        {
            isClosed = true;
            running = [.. calls];
            open = [.. results];

            // Closing is a call, too: another thread that closes waits until the results have ended.
            own = Begin(null);
        }

        try
        {
            foreach (var call in running)
            {
                call.Cancellation?.Cancel();
            }

            foreach (var result in open)
            {
                result.Dispose();
            }
        }
        finally
        {
            own.Dispose();
            AwaitOthers();
        }
    }

    private Call Begin(StatementCancellation? cancellation)
    {
        var call = new Call(this, Environment.CurrentManagedThreadId, cancellation);
        calls.Add(call);
        return call;
    }

    private void AwaitOthers()
    {
        var thread = Environment.CurrentManagedThreadId;
        lock (gate)
        {
            waiting.Add(thread);
            Monitor.PulseAll(gate);
            while (calls.Exists(c => !waiting.Contains(c.Thread)))
            {
                Monitor.Wait(gate);
            }

            waiting.Remove(thread);
        }
    }

    private void End(Call call)
    {
        lock (gate)
        {
            calls.Remove(call);
            Monitor.PulseAll(gate);
            if (isClosed && calls.Count == 0 && !isGivenBack)
            {
                isGivenBack = true;
                giveBack();
            }
        }
    }

    private sealed class Call(OpenWork work, int thread, StatementCancellation? cancellation) : IDisposable
    {
        public int Thread => thread;

        public StatementCancellation? Cancellation => cancellation;

        public void Dispose() => work.End(this);
    }
}
