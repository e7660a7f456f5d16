using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using LakeSql.Common.Errors;
using LakeSql.Engine.Sessions;

namespace LakeSql.Data;

/// <summary>One statement, or a script of several.</summary>
public sealed class LakeSqlCommand : DbCommand
{
    private readonly LakeSqlParameterCollection parameters = new();
    private StatementCancellation? running;
    private int? timeout;

    /// <inheritdoc/>
    [AllowNull]
    public override string CommandText { get; set => field = value ?? ""; } = "";

    /// <summary>Seconds after which the command fails with LSQ6008; 0 for never.</summary>
    public override int CommandTimeout
    {
        get => timeout ?? (DbConnection as LakeSqlConnection)?.DefaultTimeout ?? 0;
        set => timeout = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <inheritdoc/>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
            {
                throw new NotSupportedException("commands are SQL text");
            }
        }
    }

    /// <inheritdoc/>
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc/>
    public override UpdateRowSource UpdatedRowSource { get; set; }

    /// <summary>The values of the parameters.</summary>
    public new LakeSqlParameterCollection Parameters => parameters;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection { get; set; }

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => parameters;

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction { get; set; }

    /// <summary>Cancels what runs; it then fails with LSQ6005.</summary>
    public override void Cancel() => running?.Cancel();

    /// <inheritdoc/>
    public override void Prepare()
    {
    }

    /// <inheritdoc/>
    public override int ExecuteNonQuery()
    {
        using var reader = ExecuteDbDataReader(CommandBehavior.Default);
        while (reader.NextResult())
        {
        }

        return reader.RecordsAffected;
    }

    /// <inheritdoc/>
    public override object? ExecuteScalar()
    {
        using var reader = ExecuteDbDataReader(CommandBehavior.Default);
        return reader.Read() && reader.FieldCount > 0 ? reader.GetValue(0) : null;
    }

    /// <inheritdoc/>
    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        OnWorker(ExecuteNonQuery, cancellationToken);

    /// <inheritdoc/>
    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) =>
        OnWorker(ExecuteScalar, cancellationToken);

    /// <inheritdoc/>
    protected override DbParameter CreateDbParameter() => new LakeSqlParameter();

    /// <summary>
    /// Runs the statements up to the first with rows. With <see cref="CommandBehavior.SchemaOnly"/> nothing is
    /// executed: queries give their columns and no rows.
    /// </summary>
    /// <exception cref="NotSupportedException">SchemaOnly, and a statement is no query.</exception>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        var connection = DbConnection as LakeSqlConnection
            ?? throw new InvalidOperationException("the command has no connection");
        var session = connection.Session;
        var cancellation = CommandTimeout > 0
            ? new StatementCancellation(TimeSpan.FromSeconds(CommandTimeout)) : new StatementCancellation();
        running = cancellation;
        var statements = Session.SplitScript(CommandText);
        var values = Values() with { ColumnsOnly = (behavior & CommandBehavior.SchemaOnly) != 0 };
        if (values.ColumnsOnly && !statements.All(s => Session.MayBeQuery(s.Text)))
        {
            throw new NotSupportedException("only a query can be asked for its columns; nothing was executed");
        }

        var reader = new LakeSqlDataReader(
            statements.Select(s => s.Text).ToArray(), session, text => session.Execute(text, values, cancellation),
            cancellation, (behavior & CommandBehavior.CloseConnection) != 0 ? connection : null);
        try
        {
            reader.Start();
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(
        CommandBehavior behavior, CancellationToken cancellationToken) =>
        OnWorker(() => ExecuteDbDataReader(behavior), cancellationToken);

    private StatementParameters Values()
    {
        var all = parameters.Cast<LakeSqlParameter>().ToArray();
        return new StatementParameters(
            [.. all.Select(p => Plain(p.Value))],
            [.. all.Where(p => p.PlainName.Length > 0)
                .Select(p => KeyValuePair.Create(p.PlainName, Plain(p.Value)))]);
    }

    private static object? Plain(object? value) => value is DBNull ? null : value;

    /// <summary>The engine blocks its thread, so the caller's is spared.</summary>
    private async Task<T> OnWorker<T>(Func<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var registration = cancellationToken.Register(Cancel);
        try
        {
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }
}
