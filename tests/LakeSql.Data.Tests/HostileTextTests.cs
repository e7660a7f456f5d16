using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>
/// Statements beyond all use, through the whole engine. They run in a process of their own: one that dies would take
/// the tests with it.
/// </summary>
public sealed class HostileTextTests
{
    [Fact]
    public void Long_deep_and_wide_statements_end_in_an_answer_or_an_error()
    {
        // What stays open would end the script; the engine orders hundreds of joins over one column in half a minute.
        string[] others = ["semicolons", "joins by name 200", "natural joins 200"];
        var texts = HostileTexts.All.Where(t => !t.Key.StartsWith("open ", StringComparison.Ordinal)
            && !t.Key.EndsWith(" 100000", StringComparison.Ordinal) && !others.Contains(t.Key));
        var statements = texts.SelectMany(t => new[] { "EXPLAIN ", "" }.Select(e => Named(t.Key, e + t.Value)));
        Run(["CREATE TABLE t (a INT)", .. statements]);
    }

    [Fact]
    public void Long_chains_end_in_an_answer_or_an_error()
    {
        string[] signs = ["AND", "OR", "||", "+", "-", "comparisons with OR", "plus and minus"];
        Run(signs.Select(s => Named(s, HostileTexts.All[$"{s} 100000"])));
    }

    /// <summary>Each view is short, and all of them together are not.</summary>
    [Fact]
    public void Views_of_views_end_in_an_answer_or_an_error()
    {
        var tower = Enumerable.Range(1, 300).Select(
            i => $"CREATE VIEW v{i} AS SELECT (SELECT max(a) FROM v{i - 1}) + 1 AS a FROM v{i - 1}");
        var doubled = Enumerable.Range(1, 40).Select(
            i => $"CREATE VIEW w{i} AS SELECT x.a FROM w{i - 1} x, w{i - 1} y");
        Run(["CREATE VIEW v0 AS SELECT 1 AS a", "CREATE VIEW w0 AS SELECT 1 AS a", .. tower, .. doubled,
            "SELECT * FROM w9", "SELECT * FROM w40"]);
    }

    private static string Named(string name, string sql) => $"-- {name}\n{sql}";

    private static void Run(IEnumerable<string> statements)
    {
        using var lake = new TemporaryLake();
        var file = lake.Path + ".sql";
        File.WriteAllText(file, string.Join(";\n", statements.Append("SELECT 'the end' AS last")));
        var (exit, output, error) = Program.Run(lake.Path, "--keep-going", "-f", file);
        var tail = error.Length > 3000 ? error[^3000..] : error;
        Assert.True(exit is 0 or 1, $"the process ended with {exit}\n{tail}");
        Assert.True(output.TrimEnd().EndsWith("the end", StringComparison.Ordinal), tail);
        Assert.DoesNotContain("LSQ9001", error, StringComparison.Ordinal);
    }
}
