using System.Globalization;

namespace LakeSql.Differential;

/// <summary>How much of their generators the tests of policies try.</summary>
internal static class PolicyRuns
{
    /// <summary><c>LAKESQL_POLICY_PAIRS</c>: how many pairs of a policy and a query.</summary>
    public static int Pairs { get; } = Number("LAKESQL_POLICY_PAIRS", 500);

    /// <summary><c>LAKESQL_POLICY_SEED</c>: which ones.</summary>
    public static int Seed { get; } = Number("LAKESQL_POLICY_SEED", 20261127);

    private static int Number(string name, int otherwise) =>
        int.Parse(Environment.GetEnvironmentVariable(name) ?? $"{otherwise}", CultureInfo.InvariantCulture);
}
