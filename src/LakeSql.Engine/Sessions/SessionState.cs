using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Lakes;

namespace LakeSql.Engine.Sessions;

/// <summary>What a session remembers between statements.</summary>
internal sealed class SessionState(string id, string login)
{
    private volatile Func<double?>? engineProgress;
    private volatile StatementProgress? reported;

    public string Id => id;

    /// <summary>Who logged in.</summary>
    public string Login { get; } = login;

    /// <summary>Whom the session acts as; usually who logged in.</summary>
    public string User { get; set; } = login;

    public string CurrentCatalog { get; set; } = "main";

    public string CurrentSchema { get; set; } = "default";

    /// <summary>Where models run: <c>auto</c>, <c>cpu</c>, <c>cuda:0</c>.</summary>
    public string Device { get; set; } = "auto";

    /// <summary>True when VACUUM refuses to keep old versions for less time than their table says.</summary>
    public bool ChecksRetention { get; set; } = true;

    /// <summary>The transaction that is under way; null when each statement is one of its own.</summary>
    public OpenTransaction? Transaction { get; set; }

    /// <summary>Settings of the engine that runs the session's statements.</summary>
    public EngineSettings Engine { get; set; } = new(null, null);

    /// <summary>How far the running statement is; null when nothing is known.</summary>
    public StatementProgress? Progress =>
        reported ?? (engineProgress is { } ask ? new StatementProgress("running", Asked(ask)) : null);

    /// <summary>Asks the engine from now on, or nobody.</summary>
    public void WatchProgress(Func<double?>? ask) => engineProgress = ask;

    /// <summary>What an operator reports of itself; null when it is done.</summary>
    public void Report(StatementProgress? progress) => reported = progress;

    /// <summary>The statement may end while it is asked; then nothing is known.</summary>
    private static double? Asked(Func<double?> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException or NullReferenceException)
        {
            return null;
        }
    }
}
