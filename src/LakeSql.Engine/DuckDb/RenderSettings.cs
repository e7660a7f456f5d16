using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.DuckDb;

/// <summary>What of the statement and session the text for DuckDB depends on.</summary>
/// <param name="ValueOf">The values of parameters.</param>
/// <param name="Device">Where models run.</param>
/// <param name="StatementKey">The statement's key for LakeSql's own functions that the engine calls.</param>
/// <param name="Deletions">Keeps which rows are deleted while the statement runs.</param>
/// <param name="Reads">Keeps what of tables is read.</param>
/// <param name="EmptyFile">The path of a file without rows: <see cref="EmptyFiles.PathOf"/>.</param>
internal sealed record RenderSettings(Func<Parameter, object?> ValueOf, string Device, long StatementKey,
    DeletionFilter Deletions, TableReads Reads, Func<string, string> EmptyFile);
