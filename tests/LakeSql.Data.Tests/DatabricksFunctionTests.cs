using System.Text.RegularExpressions;
using LakeSql.Planner.Functions;
using LakeSql.Syntax.Trees;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Every row of the table of Databricks' functions is sound and has evidence.</summary>
public sealed partial class DatabricksFunctionTests
{
    /// <summary>A template is parsed at its first use only, so all are parsed, placed and rendered here.</summary>
    [Fact]
    public void Every_row_binds_to_functions_of_the_engine()
    {
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        Assert.True(DatabricksFunctions.Names.Count() >= 120);
        foreach (var row in DatabricksFunctions.All)
        {
            var call = $"{row.Name}({string.Join(", ", row.Parameters.Select(Specimen))})";
            var sql = (string)connection.Scalar($"EXPLAIN SQL SELECT {call}, (SELECT count(*) FROM range(1))")!;
            Assert.StartsWith("SELECT ", sql, StringComparison.Ordinal);
            Assert.True(row.IsOverload || !sql.StartsWith($"SELECT {row.Name}(", StringComparison.Ordinal), sql);
        }
    }

    /// <summary>DISTINCT, FILTER and OVER reach one aggregate, and no argument is put into it twice.</summary>
    [Fact]
    public void Aggregates_take_each_argument_once()
    {
        foreach (var row in DatabricksFunctions.All.Where(f => f.Section == "Aggregates"))
        {
            Assert.False(row.IsCoded);
            Assert.DoesNotContain(row.Parameters, p => Regex.Count(row.Expansion, $@"\b{p.Name}\b(?!\()") > 1);
        }
    }

    [Fact]
    public void Every_function_is_shown_twice_in_a_test()
    {
        var tests = string.Concat(Directory.EnumerateFiles(
            Path.Combine(Shared.Root, "tests", "slt", "query"), "databricks_*.slt").Select(File.ReadAllText));
        var calls = Call().Matches(tests).GroupBy(m => m.Groups[1].Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.OrdinalIgnoreCase);
        var unseen = DatabricksFunctions.All.Select(f => f.Name).Distinct()
            .Where(n => calls.GetValueOrDefault(n) < 2).ToArray();
        Assert.Equal([], unseen);
    }

    private static string Specimen(DatabricksParameter parameter) => parameter switch
    {
        { LambdaParameterCount: 1 } => "x -> x",
        { LambdaParameterCount: 2 } => "(x, y) -> x",
        { IsUnit: true } => "DAY",
        { Kind: "true" } => "true",
        { Kind: "constant" } => "1",
        { Kind: not null } => $"'{parameter.Kind.Split(' ')[0]}'",
        { Name: "pattern" } => "'yyyy'",
        { IsRest: true } => "'y', 2",
        _ => "'x'",
    };

    [GeneratedRegex(@"\b(\w+)\(")]
    private static partial Regex Call();
}
