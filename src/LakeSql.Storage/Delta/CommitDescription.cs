namespace LakeSql.Storage.Delta;

/// <summary>What a commit says of itself, for people who read the history.</summary>
/// <param name="Operation">The operation's name, e.g. <c>WRITE</c> or <c>MERGE</c>.</param>
/// <param name="OperationParameters">How it was asked for.</param>
/// <param name="OperationMetrics">What it did, e.g. <c>numOutputRows</c>.</param>
/// <param name="UserName">Who asked; null when nobody is known.</param>
/// <param name="LakeSql">LakeSql's own record of the query, stored below <c>commitInfo.lakesql</c>.</param>
public sealed record CommitDescription(
    string Operation, IReadOnlyDictionary<string, string> OperationParameters,
    IReadOnlyDictionary<string, string> OperationMetrics, string? UserName,
    IReadOnlyDictionary<string, string> LakeSql)
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Nothing is said.</summary>
    public static readonly CommitDescription None = new("", Nothing, Nothing, null, Nothing);
}
