using Apache.Arrow;
using LakeSql.Common.Errors;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Sessions;

namespace LakeSql.Engine.Audit;

/// <summary>A result that writes the statement's record when its last row is read or it is closed.</summary>
/// <remarks>Another thread may close it, with its session, while a batch is read; it ends after the batch.</remarks>
internal sealed class LoggedResult(
    QueryLog log, SessionState session, OperatorResult result, StatementContext statement,
    StatementCancellation cancellation) : StatementResult
{
    private readonly long rowCountMax = session.Limits.RowCountMax ?? long.MaxValue;
    private readonly Lock gate = new();
    private bool ended = result.Stream is null;
    private bool reading;
    private bool closed;
    private bool rowsGiven;
    private long rowCount;

    public override RecordBatch? NextBatch()
    {
        if (result.Stream is null)
        {
            return rowsGiven || Columns.Count == 0 ? null : Rows();
        }

        using var call = session.Work.Enter(cancellation);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (ended)
            {
                return null;
            }

            reading = true;
        }

        try
        {
            return Read(result.Stream);
        }
        finally
        {
            bool isLast;
            lock (gate)
            {
                reading = false;
                isLast = closed;
            }

            if (isLast)
            {
                End(null);
            }
        }
    }

    public override void Dispose()
    {
        lock (gate)
        {
            closed |= !ended;
            if (reading)
            {
                return;
            }
        }

        End(null);
    }

    private RecordBatch? Read(EngineStream stream)
    {
        try
        {
            var batch = stream.Next(cancellation.Token);
            rowCount += batch?.Length ?? 0;
            if (rowCount > rowCountMax)
            {
                batch?.Dispose();
                throw ErrorCode.RowLimit.Error(
                    $"the result has more than {rowCountMax} rows, the limit of {session.User}",
                    hint: "ask for fewer rows, e.g. with LIMIT or an aggregate; SHOW LIMITS shows the limits");
            }

            if (batch is null)
            {
                End(null);
            }

            return batch;
        }
        catch (LakeSqlException e)
        {
            var error = statement.Lake.Hide(cancellation.Explain(e)).In(statement.Text);
            End(error);
            throw error;
        }
    }

    private RecordBatch Rows()
    {
        rowsGiven = true;
        return ArrowRows.Build(Columns, result.Rows);
    }

    private void End(LakeSqlException? error)
    {
        using var call = session.Work.EnterEnd();
        lock (gate)
        {
            if (ended)
            {
                return;
            }

            ended = true;
        }

        session.Work.Remove(this);
        session.WatchProgress(null);
        result.Stream!.Dispose();
        statement.Dispose();
        log.Streamed(error, rowCount);
    }
}
