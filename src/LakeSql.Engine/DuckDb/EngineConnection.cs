using DuckDB.NET.Data;

namespace LakeSql.Engine.DuckDb;

/// <summary>A connection lent to one statement: any other statement on it would end an open result.</summary>
internal sealed class EngineConnection(DuckDbInstance engine, DuckDBConnection inner) : IDisposable
{
    private bool closed;

    public DuckDbInstance Engine => engine;

    public DuckDBConnection Inner => inner;

    /// <summary>
    /// False when the statement failed or left something behind: the connection is then not lent again.
    /// </summary>
    public bool IsClean { get; set; } = true;

    /// <summary>0 to 1, or null when DuckDB cannot tell how far its statement is.</summary>
    public double? Progress() =>
        inner.GetQueryProgress() is { Percentage: >= 0 } progress ? progress.Percentage / 100 : null;

    public void Dispose()
    {
        if (!closed)
        {
            closed = true;
            engine.TakeBack(inner, IsClean);
        }
    }
}
