using DuckDB.NET.Data;
using LakeSql.Planner.Functions;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Every function of the engine is judged: an upgrade cannot slip one in.</summary>
public sealed class FunctionListTests
{
    /// <summary>Words of DuckDB's grammar that are no functions of its catalog.</summary>
    private static readonly string[] Words =
    [
        "array", "coalesce", "current_time", "current_timestamp", "grouping", "grouping_id", "if", "iff", "ifnull",
        "localtime", "localtimestamp", "percentile_cont", "percentile_disc", "try",
    ];

    [Fact]
    public void Every_function_of_the_engine_is_allowed_or_refused()
    {
        var known = Functions().Where(f => char.IsLetter(f[0]) || f[0] == '_')
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Equal([], FunctionList.Names.Where(n => FunctionList.Refused.ContainsKey(n)));
        Assert.Equal([], known.Where(n => !FunctionList.IsAllowed(n) && !FunctionList.Refused.ContainsKey(n)).Order());
        Assert.Equal([], FunctionList.Names
            .Where(n => !known.Contains(n) && !Words.Contains(n) && !FunctionList.OfImages.Contains(n)).Order());
        Assert.Equal([], FunctionList.OfImages.Where(known.Contains));
        Assert.Equal([], FunctionList.Refused.Keys.Where(n => !known.Contains(n)).Order());
    }

    /// <summary>The grammar's own, and macros that call one, are aggregates as well.</summary>
    [Fact]
    public void Its_aggregates_are_the_engines()
    {
        var all = Functions(" WHERE function_type = 'aggregate'").Where(n => char.IsLetter(n[0])).ToHashSet();
        int count;
        do
        {
            count = all.Count;
            all.UnionWith(Functions(" WHERE function_type = 'macro' AND regexp_matches(macro_definition, "
                + $"'(^|[^\\w.])\"?({string.Join('|', all)})\"?\\(')"));
        }
        while (all.Count > count);
        Assert.Contains("geometric_mean", all);
        Assert.Equal(
            all.Concat(["percentile_cont", "percentile_disc"]).Where(FunctionList.IsAllowed)
                .Order(StringComparer.Ordinal),
            FunctionList.Aggregates.Order(StringComparer.Ordinal));
    }

    /// <summary>What DuckDB has keeps its meaning: a row of that name must be an overload.</summary>
    [Fact]
    public void Databricks_names_are_not_the_engines()
    {
        var known = Functions().ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Equal([], DatabricksFunctions.All.Where(f => f.IsOverload != known.Contains(f.Name))
            .Select(f => f.Name));
        Assert.Equal(
            DatabricksFunctions.All.Where(f => f.IsOverload).Select(f => f.Name).Distinct().Order(),
            DatabricksFunctions.Overloaded.Order());
        Assert.Equal([], DatabricksFunctions.Differences.Where(d => !FunctionList.IsAllowed(d.Name)));
    }

    private static List<string> Functions(string where = "")
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT DISTINCT function_name FROM duckdb_functions()" + where;
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
