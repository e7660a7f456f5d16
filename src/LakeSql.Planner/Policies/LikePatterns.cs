namespace LakeSql.Planner.Policies;

/// <summary>What a pattern of LIKE costs.</summary>
internal static class LikePatterns
{
    /// <summary>
    /// True for <c>a</c>, <c>a%</c> and <c>%a</c>: compared once with one end of a text, however long that is. What is
    /// looked for everywhere takes as long as the text is, and longer the more of it is found.
    /// </summary>
    public static bool IsQuick(string pattern) => !pattern.AsSpan().Trim('%').ContainsAny("%_\\")
        && pattern.Length - pattern.AsSpan().Trim('%').Length <= 1;

    /// <summary>True for one that cannot fail.</summary>
    public static bool IsSound(string pattern) => !pattern.Contains('\\', StringComparison.Ordinal);
}
