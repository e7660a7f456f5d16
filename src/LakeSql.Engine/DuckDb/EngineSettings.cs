using System.Globalization;
using LakeSql.Catalog;
using LakeSql.Planner.Statements;

namespace LakeSql.Engine.DuckDb;

/// <summary>
/// Settings of a DuckDB instance that cannot change once it is locked: other settings are another instance.
/// </summary>
/// <param name="Threads">Threads of all its statements together; null for one a core.</param>
/// <param name="MemoryLimit">As DuckDB writes it, e.g. <c>2GB</c>; null for 80 % of the machine's.</param>
internal sealed record EngineSettings(int? Threads, string? MemoryLimit)
{
    /// <summary>The settings, none of them above its limit; a higher limit leaves the engine its own choice.</summary>
    public EngineSettings Within(Limits limits)
    {
        var threads = limits.ThreadsMax < (Threads ?? Environment.ProcessorCount)
            ? (int)limits.ThreadsMax : Threads;
        var memory = MemoryLimit is null
            ? (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * 0.8) : Quantity.Bytes(MemoryLimit);
        return new EngineSettings(threads, limits.MemoryBytesMax < memory
            ? limits.MemoryBytesMax.Value.ToString(CultureInfo.InvariantCulture) + "B" : MemoryLimit);
    }
}
