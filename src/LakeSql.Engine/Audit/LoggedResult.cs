using Apache.Arrow;
using LakeSql.Common.Errors;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Sessions;

namespace LakeSql.Engine.Audit;

/// <summary>A result that writes the statement's record when its last row is read or it is closed.</summary>
internal sealed class LoggedResult(
    QueryLog log, SessionState session, OperatorResult result, StatementContext statement,
    StatementCancellation cancellation) : StatementResult
{
    private readonly long rowCountMax = session.Limits.RowCountMax ?? long.MaxValue;
    private bool ended = result.Stream is null;
    private bool rowsGiven;
    private long rowCount;

    public override RecordBatch? NextBatch()
    {
        if (result.Stream is null)
        {
            return rowsGiven || Columns.Count == 0 ? null : Rows();
        }

        if (ended)
        {
            return null;
        }

        try
        {
            var batch = result.Stream.Next(cancellation.Token);
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

    public override void Dispose()
    {
        End(null);
    }

    private RecordBatch Rows()
    {
        rowsGiven = true;
        return ArrowRows.Build(Columns, result.Rows);
    }

    private void End(LakeSqlException? error)
    {
        if (!ended)
        {
            ended = true;
            session.WatchProgress(null);
            result.Stream!.Dispose();
            statement.Dispose();
            log.Streamed(error, rowCount);
        }
    }
}
