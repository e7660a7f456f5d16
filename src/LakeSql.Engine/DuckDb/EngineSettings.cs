namespace LakeSql.Engine.DuckDb;

/// <summary>
/// Settings of a DuckDB instance that cannot change once it is locked: other settings are another instance.
/// </summary>
/// <param name="Threads">Threads of all its statements together; null for one a core.</param>
/// <param name="MemoryLimit">As DuckDB writes it, e.g. <c>2GB</c>; null for 80 % of the machine's.</param>
internal sealed record EngineSettings(int? Threads, string? MemoryLimit);
