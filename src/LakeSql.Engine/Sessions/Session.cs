using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Engine.Audit;
using LakeSql.Engine.Lakes;
using LakeSql.Syntax;
using LakeSql.Syntax.Statements;

namespace LakeSql.Engine.Sessions;

/// <summary>One user at work in one lake. Statements of one session run one after the other.</summary>
public sealed class Session : IDisposable
{
    private readonly Lake lake;
    private readonly SessionState state;
    private readonly QueryPipeline pipeline;

    private Session(Lake lake, string id, string user)
    {
        this.lake = lake;
        state = new SessionState(
            id, user, lake.Metastore.AccountOf(user) ?? throw Failed(), new OpenWork(lake.Dispose));
        pipeline = new QueryPipeline(lake, state);
    }

    /// <summary>A random id, the one in <c>system.query.history</c>.</summary>
    public string Id => state.Id;

    /// <summary>Who is working (after SET SESSION AUTHORIZATION, the one acted as).</summary>
    public string User => state.User;

    /// <summary>Where unqualified names are looked up.</summary>
    public string CurrentCatalog => state.CurrentCatalog;

    /// <summary>Where unqualified names are looked up.</summary>
    public string CurrentSchema => state.CurrentSchema;

    /// <summary>True as soon as somebody closes it: its results give no more rows.</summary>
    public bool IsClosed => state.Work.IsClosed;

    /// <summary>True between BEGIN and the end of the transaction, also when a statement in it has failed.</summary>
    public bool IsInTransaction => state.Transaction is not null;

    /// <summary>The transaction that is under way, for telling it from another; null when there is none.</summary>
    public object? Transaction => state.Transaction;

    /// <summary>Progress of the running statement; null when nothing runs. May be read from any thread.</summary>
    public StatementProgress? Progress => state.Progress;

    /// <summary>Opens the lake (made when absent) and logs in.</summary>
    /// <exception cref="LakeSqlException">
    /// LSQ3003 when the login fails, LSQ4006 when the metastore is unusable.
    /// </exception>
    public static Session Open(SessionOptions options)
    {
        var lake = Lake.Open(options.LakePath);
        try
        {
            var id = Guid.NewGuid().ToString();
            var user = Login(lake.Metastore, options);
            var name = user ?? options.User ?? Environment.UserName;
            var known = lake.Metastore.AccountOf(name) is { } account ? lake.Metastore.UserOf(account.Id) : null;
            QueryLog.Login(lake.Metastore, id, known ?? name, user is not null);
            return new Session(lake, id, user ?? throw Failed());
        }
        catch
        {
            lake.Dispose();
            throw;
        }
    }

    /// <summary>Runs one statement. Errors carry the text and the place in it.</summary>
    /// <remarks>
    /// Blocks until the first rows are there; call it on a thread of its own and the cancellation holds for its rows
    /// too.
    /// </remarks>
    public StatementResult Execute(string text, StatementParameters parameters, StatementCancellation cancellation)
    {
        using var call = state.Work.Enter(cancellation);
        return pipeline.Run(text, parameters, cancellation);
    }

    /// <summary>The statements of a script, in order.</summary>
    public static IReadOnlyList<ScriptStatement> SplitScript(string text) =>
        [.. SqlParser.SplitScript(text).Select(p =>
            new ScriptStatement(text.Substring(p.Start, p.Length), p.Start, p.ExpectedError))];

    /// <summary>
    /// True when the text is a query, which can be asked for its columns, or wrong, which <see cref="Execute"/> tells.
    /// </summary>
    public static bool MayBeQuery(string text)
    {
        try
        {
            return SqlParser.Parse(text) is QueryStatement;
        }
        catch (LakeSqlException)
        {
            return true;
        }
    }

    /// <summary>
    /// Names and keywords that may follow at <paramref name="position"/>, only what the user may see.
    /// </summary>
    public CompletionList Complete(string text, int position)
    {
        using var call = state.Work.Enter(null);
        state.Begin(lake.Metastore.Held());
        return new Completion(pipeline.NewBindContext(), lake).At(text, position);
    }

    /// <summary>
    /// Cancels what runs, ends the open results, waits until all have written their records, and releases the lake.
    /// </summary>
    /// <remarks>
    /// Any thread may call it, more than once. One that is itself within a call of the session does not wait for that
    /// call: the lake is then released at its end.
    /// </remarks>
    public void Dispose() => state.Work.Close();

    /// <summary>
    /// Who logs in; null for nobody. The account that owns the lake is let in as itself, unless it gives a password;
    /// everyone else needs one.
    /// </summary>
    /// <remarks>An empty name and an empty password are given ones, and wrong.</remarks>
    private static string? Login(Metastore metastore, SessionOptions options)
    {
        var account = Environment.UserName;
        var isOwner = Identifier.Same(account, metastore.AdminName);
        if (options.Password is null
            && (options.User is null || (isOwner && Identifier.Same(options.User, account))))
        {
            return isOwner ? metastore.AdminName : null;
        }

        return metastore.LogIn(options.User ?? account, options.Password ?? "");
    }

    /// <summary>The same for every reason: none of them is for who does not get in.</summary>
    private static LakeSqlException Failed() => ErrorCode.LoginFailed.Error(
        "login failed: unknown user or wrong password",
        hint: "give --user NAME and its password in LAKESQL_PASSWORD; after 5 failures wait longer each time");
}
