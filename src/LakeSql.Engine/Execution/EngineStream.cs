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
    private readonly EngineCall<IArrowArrayStream> call;
    private readonly Func<Exception, LakeSqlException> translate;

    private EngineStream(
        EngineConnection connection, EngineCall<IArrowArrayStream> call,
        Func<Exception, LakeSqlException> translate)
    {
        this.connection = connection;
        this.call = call;
        this.translate = translate;
        Columns =
        [
            .. call.Result.Schema.FieldsList.Select(f => new ResultColumn(f.Name, ArrowTypes.ToSql(f.DataType))),
        ];
    }

    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>Starts a statement. The connection belongs to the stream from now on.</summary>
    /// <inheritdoc cref="EngineConnection.Start"/>
    public static EngineStream Start(
        EngineConnection connection, DuckDbSql sql, Func<Exception, LakeSqlException> translate, bool mayBindLong,
        CancellationToken cancellationToken)
    {
        try
        {
            var call = connection.Start(sql, c => c.ExecuteArrowStream(), mayBindLong, cancellationToken);
            return new EngineStream(connection, call, translate);
        }
        catch (Exception e)
        {
            connection.IsClean = false;
            connection.Dispose();
            throw translate(e);
        }
    }

    /// <inheritdoc cref="EngineConnection.Progress"/>
    public double? Progress() => connection.Progress();

    public RecordBatch? Next(CancellationToken cancellationToken)
    {
        using var interruption = new Interruption(call.Command, cancellationToken);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return call.Result.ReadNextRecordBatchAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            connection.IsClean = false;
            throw translate(e);
        }
    }

    public void Dispose()
    {
        call.Dispose();
        connection.Dispose();
    }
}
