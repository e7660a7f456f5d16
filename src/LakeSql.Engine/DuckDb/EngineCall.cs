using DuckDB.NET.Data;

namespace LakeSql.Engine.DuckDb;

/// <summary>A command that the engine has begun, and what it gives.</summary>
/// <typeparam name="T">A reader or a stream.</typeparam>
internal sealed record EngineCall<T>(DuckDBCommand Command, T Result) : IDisposable
    where T : IDisposable
{
    public void Dispose()
    {
        Result.Dispose();
        Command.Dispose();
    }
}
