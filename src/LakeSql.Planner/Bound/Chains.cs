using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Bound;

/// <summary>Chains such as <c>a OR b OR c</c>, which have no bound on their length.</summary>
internal static class Chains
{
    /// <summary>The operands, found without recursion along the left side.</summary>
    public static IEnumerable<Expression> Operands(Binary chain)
    {
        Expression left = chain;
        while (left is Binary next && next.Operator == chain.Operator)
        {
            yield return next.Right;
            left = next.Left;
        }

        yield return left;
    }
}
