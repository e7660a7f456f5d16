namespace LakeSql.Storage.Delta;

/// <summary>One commit of a table's history.</summary>
/// <param name="Version">The version it made.</param>
/// <param name="Timestamp">When, as time travel counts it.</param>
/// <param name="UserName">Who, when the writer told.</param>
/// <param name="Operation">What was done; <c>UNKNOWN</c> when the writer did not tell.</param>
/// <param name="OperationParameters">How it was asked for.</param>
/// <param name="OperationMetrics">What it did.</param>
/// <param name="ReadVersion">The version that the writer had read.</param>
/// <param name="LakeSql">LakeSql's own record of the query; empty for other writers' commits.</param>
public sealed record HistoryEntry(
    long Version, DateTimeOffset Timestamp, string? UserName, string Operation,
    IReadOnlyDictionary<string, string> OperationParameters, IReadOnlyDictionary<string, string> OperationMetrics,
    long? ReadVersion, IReadOnlyDictionary<string, string> LakeSql);
