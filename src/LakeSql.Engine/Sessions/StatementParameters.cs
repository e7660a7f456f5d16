namespace LakeSql.Engine.Sessions;

/// <summary>
/// Values of a statement's parameters: by position (<c>?</c>, <c>$1</c>) or by name (<c>@p</c>, <c>:p</c>).
/// </summary>
/// <param name="Positional">Values in order; null entries are SQL NULL.</param>
/// <param name="Named">Values by name without sign, compared without case.</param>
public sealed record StatementParameters(IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    /// <summary>No parameters.</summary>
    public static readonly StatementParameters None = new([], new Dictionary<string, object?>());
}
