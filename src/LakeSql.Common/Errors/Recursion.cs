using System.Runtime.CompilerServices;

namespace LakeSql.Common.Errors;

/// <summary>
/// The second wall against a stack that overflows, which ends the process: the parser bounds how high trees are, but
/// not how small the caller's stack is.
/// </summary>
public static class Recursion
{
    /// <summary>Called by whatever calls itself for parts of a tree.</summary>
    /// <exception cref="LakeSqlException">LSQ1004 when little of the stack is left.</exception>
    public static void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw ErrorCode.NestedTooDeep.Error("nested too deep", SourceSpan.None, "split it with a CTE");
        }
    }
}
