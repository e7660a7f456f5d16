using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Lakes;

namespace LakeSql.Engine.Sessions;

/// <summary>What a session remembers between statements.</summary>
internal sealed class SessionState(string id, string login, Account account, OpenWork work)
{
    private Account actor = account;
    private volatile Func<double?>? engineProgress;
    private volatile StatementProgress? reported;

    public string Id => id;

    /// <summary>What is under way.</summary>
    public OpenWork Work => work;

    /// <summary>Who logged in.</summary>
    public string Login { get; } = login;

    /// <summary>Whom the session acts as; usually who logged in.</summary>
    public string User { get; private set; } = login;

    public string CurrentCatalog { get; set; } = "main";

    public string CurrentSchema { get; set; } = "default";

    /// <summary>Where models run: <c>auto</c>, <c>cpu</c>, <c>cuda:0</c>.</summary>
    public string Device { get; set; } = "auto";

    /// <summary>True when VACUUM refuses to keep old versions for less time than their table says.</summary>
    public bool ChecksRetention { get; set; } = true;

    /// <summary>The transaction that is under way; null when each statement is one of its own.</summary>
    public OpenTransaction? Transaction { get; set; }

    /// <summary>The account that logged in.</summary>
    public Account Account { get; } = account;

    /// <summary>What the running statement may take.</summary>
    public Limits Limits { get; private set; } = Limits.None;

    /// <summary>Settings of the engine as they were asked for.</summary>
    public EngineSettings Wanted { get; set; } = new(null, null);

    /// <summary>Settings of the engine that runs the session's statements.</summary>
    public EngineSettings Engine => Wanted.Within(Limits);

    /// <summary>How far the running statement is; null when nothing is known.</summary>
    public StatementProgress? Progress =>
        reported ?? (engineProgress is { } ask ? new StatementProgress("running", Asked(ask)) : null);

    /// <summary>Before each statement: is the user still there, and what may the statement take?</summary>
    /// <exception cref="LakeSqlException">
    /// LSQ3005 when the user was dropped or disabled since the login, even if only for a while, or the one as whom the
    /// session acts was dropped.
    /// </exception>
    public void Begin(Metastore metastore)
    {
        if (metastore.AccountOf(Login) is not { IsDisabled: false } now || now != Account)
        {
            throw ErrorCode.SessionEnded.Error(
                "the session has ended: its user was dropped or disabled", hint: "log in again");
        }

        if (metastore.AccountOf(User)?.Id != actor.Id)
        {
            throw ErrorCode.SessionEnded.Error(
                "the session has ended: the user that it acted as was dropped", hint: "log in again");
        }

        Limits = metastore.LimitsInForce(User);
    }

    /// <summary>Acts as a user from now on.</summary>
    public void ActAs(string user, Metastore metastore) =>
        (User, actor) = (user, metastore.AccountOf(user) ?? throw ErrorCode.PrincipalNotFound.Error(
            $"user {Identifier.Quote(user)} not found"));

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
