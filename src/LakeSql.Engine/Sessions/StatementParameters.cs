namespace LakeSql.Engine.Sessions;

/// <summary>
/// What a statement is run with: values of its parameters, by position (<c>?</c>, <c>$1</c>) or by name (<c>@p</c>,
/// <c>:p</c>).
/// </summary>
/// <param name="Positional">Values in order; null entries are SQL NULL.</param>
/// <param name="Named">Values by name without sign, compared without case; of two of one name neither counts.</param>
public sealed record StatementParameters(
    IReadOnlyList<object?> Positional, IReadOnlyList<KeyValuePair<string, object?>> Named)
{
    /// <summary>No parameters.</summary>
    public static readonly StatementParameters None = new([], []);

    /// <summary>True when a query is asked for its columns alone, and gives no rows.</summary>
    public bool ColumnsOnly { get; init; }
}
