using Apache.Arrow;
using Apache.Arrow.Ipc;
using DuckDB.NET.Data;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Sessions;

namespace LakeSql.Engine.Execution;

/// <summary>Rows that DuckDB is still making, on a connection of their own.</summary>
internal sealed class EngineStream : IDisposable
{
    private readonly DuckDBConnection connection;
    private readonly DuckDBCommand command;
    private readonly IArrowArrayStream stream;

    private EngineStream(DuckDBConnection connection, DuckDBCommand command, IArrowArrayStream stream)
    {
        this.connection = connection;
        this.command = command;
        this.stream = stream;
        Columns = [.. stream.Schema.FieldsList.Select(f => new ResultColumn(f.Name, ArrowTypes.ToSql(f.DataType)))];
    }

    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>Starts a statement. The connection belongs to the stream from now on.</summary>
    public static EngineStream Start(DuckDBConnection connection, DuckDbSql sql, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        try
        {
            command.CommandText = sql.ToString();
            foreach (var value in sql.Parameters)
            {
                command.Parameters.Add(new DuckDBParameter(value ?? DBNull.Value));
            }

            using var cancel = cancellationToken.Register(command.Cancel);
            return new EngineStream(connection, command, command.ExecuteArrowStream());
        }
        catch (Exception e)
        {
            command.Dispose();
            connection.Dispose();
            throw DuckDbErrors.Translate(e, cancellationToken);
        }
    }

    /// <summary>0 to 1, or null when DuckDB cannot tell.</summary>
    public double? Progress() =>
        connection.GetQueryProgress() is { Percentage: >= 0 } progress ? progress.Percentage / 100 : null;

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
            throw DuckDbErrors.Translate(e, cancellationToken);
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        command.Dispose();
        connection.Dispose();
    }
}
