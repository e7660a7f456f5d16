using Apache.Arrow;

namespace LakeSql.Engine.Sessions;

/// <summary>
/// What a statement gives back: perhaps columns and a stream of Arrow batches, perhaps a number of rows changed.
/// Dispose it to end the statement early; the session can run the next statement meanwhile.
/// </summary>
public abstract class StatementResult : IDisposable
{
    /// <summary>The statement's kind in capitals, e.g. <c>SELECT</c>, <c>CREATE TABLE</c>, <c>INSERT</c>.</summary>
    public required string Tag { get; init; }

    /// <summary>The columns; empty when the statement has no result set.</summary>
    public required IReadOnlyList<ResultColumn> Columns { get; init; }

    /// <summary>Rows inserted, updated or deleted; -1 when the statement changes no rows.</summary>
    public long RowsAffected { get; init; } = -1;

    /// <summary>The id under which the statement stands in <c>system.query.history</c>.</summary>
    public required Guid QueryId { get; init; }

    /// <summary>The next rows, or null at the end. Blocks; throws when cancelled.</summary>
    public abstract RecordBatch? NextBatch();

    /// <inheritdoc/>
    public abstract void Dispose();
}
