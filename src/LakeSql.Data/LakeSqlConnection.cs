using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using LakeSql.Engine.Sessions;

namespace LakeSql.Data;

/// <summary>A session in a lake. Opening a directory is starting the engine.</summary>
public sealed class LakeSqlConnection : DbConnection
{
    private LakeSqlConnectionStringBuilder settings = new();
    private Session? session;

    /// <summary>A connection to the lake <c>./lake</c>.</summary>
    public LakeSqlConnection()
    {
    }

    /// <summary>A connection with settings.</summary>
    public LakeSqlConnection(string connectionString) => ConnectionString = connectionString;

    /// <inheritdoc/>
    [AllowNull]
    public override string ConnectionString
    {
        get => settings.ConnectionString;
        set
        {
            if (session is not null)
            {
                throw new InvalidOperationException("the connection string cannot change while the connection is open");
            }

            settings = new LakeSqlConnectionStringBuilder(value ?? "");
        }
    }

    /// <summary>The current catalog and schema.</summary>
    public override string Database => session is null ? "" : $"{session.CurrentCatalog}.{session.CurrentSchema}";

    /// <summary>The lake's directory.</summary>
    public override string DataSource => settings.DataSource;

    /// <inheritdoc/>
    public override string ServerVersion => typeof(LakeSqlConnection).Assembly.GetName().Version!.ToString(3);

    /// <inheritdoc/>
    public override ConnectionState State => session is null ? ConnectionState.Closed : ConnectionState.Open;

    /// <summary>Who works in the session.</summary>
    public string User => Session.User;

    /// <summary>How far the running statement is, and what it does; null when nothing is known.</summary>
    public (string Activity, double? Fraction)? Progress =>
        session?.Progress is { } p ? (p.Activity, p.Fraction) : null;

    /// <inheritdoc/>
    protected override DbProviderFactory DbProviderFactory => LakeSqlFactory.Instance;

    internal Session Session =>
        session ?? throw new InvalidOperationException("the connection is not open");

    internal int DefaultTimeout => settings.DefaultCommandTimeout;

    /// <inheritdoc/>
    public override void Open()
    {
        if (session is not null)
        {
            throw new InvalidOperationException("the connection is open already");
        }

        session = Session.Open(new SessionOptions(settings.DataSource, settings.User, settings.Password));
        OnStateChange(new StateChangeEventArgs(ConnectionState.Closed, ConnectionState.Open));
    }

    /// <inheritdoc/>
    public override Task OpenAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled(cancellationToken)
            : Task.Run(Open, cancellationToken);

    /// <summary>
    /// Cancels the statements that run and ends the readers that are open, which give no more rows; it returns when all
    /// of them stand in the history. A transaction that is open is given up.
    /// </summary>
    /// <remarks>
    /// Any thread may close, also twice. Where a statement's own thread does, within the statement, that ends later.
    /// </remarks>
    public override void Close()
    {
        if (session is not { } closing)
        {
            return;
        }

        try
        {
            closing.Dispose();
        }
        finally
        {
            End(closing);
        }
    }

    private void End(Session closed)
    {
        if (Interlocked.CompareExchange(ref session, null, closed) == closed)
        {
            OnStateChange(new StateChangeEventArgs(ConnectionState.Open, ConnectionState.Closed));
        }
    }

    /// <summary>Makes <c>schema</c> or <c>catalog.schema</c> the current one.</summary>
    public override void ChangeDatabase(string databaseName)
    {
        Run("USE " + string.Join('.', databaseName.Split('.').Select(p => $"`{p.Replace("`", "``")}`")));
    }

    /// <summary>The transaction that is under way; null when there is none, or the connection is closed.</summary>
    internal object? Transaction => session?.Transaction;

    internal void Run(string sql)
    {
        using var command = CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Keywords, names, columns and volume paths that may stand at a place of a text, only what the user may see.
    /// </summary>
    /// <param name="text">A text that is being written.</param>
    /// <param name="position">The place; one outside of the text is its begin or end.</param>
    /// <returns>Where the text begins that a candidate takes the place of, and the candidates.</returns>
    public (int Start, IReadOnlyList<string> Candidates) Complete(string text, int position) =>
        Session.Complete(text, Math.Clamp(position, 0, text.Length)) is var found
            ? (found.Start, found.Candidates) : default;

    /// <summary>The statements of a script, with the error that a <c>-- expect error</c> line wants.</summary>
    public static IReadOnlyList<(string Text, string? ExpectedError)> SplitScript(string script) =>
        [.. Session.SplitScript(script).Select(s => (s.Text, s.ExpectedError))];

    /// <inheritdoc/>
    public override DataTable GetSchema() => LakeSqlSchema.Get(this, "MetaDataCollections", []);

    /// <inheritdoc/>
    public override DataTable GetSchema(string collectionName) => LakeSqlSchema.Get(this, collectionName, []);

    /// <inheritdoc/>
    public override DataTable GetSchema(string collectionName, string?[] restrictionValues) =>
        LakeSqlSchema.Get(this, collectionName, restrictionValues);

    /// <summary>Begins a transaction. It is serializable, whatever weaker level is asked for.</summary>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        isolationLevel == IsolationLevel.Chaos
            ? throw new NotSupportedException("the isolation level Chaos is not supported")
            : new LakeSqlTransaction(this);

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand() => new LakeSqlCommand { Connection = this };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }
}
