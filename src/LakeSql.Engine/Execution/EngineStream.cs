using Apache.Arrow;
using Apache.Arrow.Ipc;
using DuckDB.NET.Data;
using LakeSql.Common.Errors;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Sessions;

namespace LakeSql.Engine.Execution;

/// <summary>Rows that DuckDB is still making, on a connection of their own.</summary>
internal sealed class EngineStream : IDisposable
{
    private readonly EngineConnection connection;
    private readonly DuckDBCommand command;
    private readonly IArrowArrayStream stream;
    private readonly Func<Exception, LakeSqlException> translate;

    private EngineStream(
        EngineConnection connection, DuckDBCommand command, IArrowArrayStream stream,
        Func<Exception, LakeSqlException> translate)
    {
        this.connection = connection;
        this.command = command;
        this.stream = stream;
        this.translate = translate;
        Columns = [.. stream.Schema.FieldsList.Select(f => new ResultColumn(f.Name, ArrowTypes.ToSql(f.DataType)))];
    }

    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>Starts a statement. The connection belongs to the stream from now on.</summary>
    public static EngineStream Start(
        EngineConnection connection, DuckDbSql sql, Func<Exception, LakeSqlException> translate,
        CancellationToken cancellationToken)
    {
        var command = connection.Inner.CreateCommand();
        try
        {
            sql.Load(command);
            using var cancel = cancellationToken.Register(command.Cancel);
            return new EngineStream(connection, command, command.ExecuteArrowStream(), translate);
        }
        catch (Exception e)
        {
            command.Dispose();
            connection.IsClean = false;
            connection.Dispose();
            throw translate(e);
        }
    }

    /// <inheritdoc cref="EngineConnection.Progress"/>
    public double? Progress() => connection.Progress();

    public RecordBatch? Next(CancellationToken cancellationToken)
    {
        using var cancel = cancellationToken.Register(command.Cancel);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return stream.ReadNextRecordBatchAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            connection.IsClean = false;
            throw translate(e);
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        command.Dispose();
        connection.Dispose();
    }
}
