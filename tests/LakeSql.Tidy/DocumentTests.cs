using System.Text;
using System.Text.RegularExpressions;
using LakeSql.Planner.Functions;
using Xunit;

namespace LakeSql.Tidy;

/// <summary>Pages that are made from the code, and promises of pages that the code keeps.</summary>
public sealed partial class DocumentTests
{
    /// <summary>LAKESQL_UPDATE=1 writes the page.</summary>
    [Fact]
    public void The_page_of_errors_is_that_of_the_code()
    {
        var code = File.ReadAllText(Path.Combine(Shared.Root, "src", "LakeSql.Common", "Errors", "ErrorCode.cs"));
        var page = new StringBuilder(
            "# Errors\n\nMade from `ErrorCode.cs`; a test compares the two.\n\n"
            + "| code | SQLSTATE | meaning |\n|---|---|---|\n");
        foreach (Match match in Declaration().Matches(code))
        {
            page.Append($"| {match.Groups["code"]} | {match.Groups["state"]} | {match.Groups["summary"]} |\n");
        }

        page.Append(
            "\nAn error whose kind is transient (LSQ4001) may go away when the statement is run again; "
            + "`LakeSqlException.IsTransient` tells.\n");
        IsPage("errors.md", page.ToString());
    }

    /// <summary>LAKESQL_UPDATE=1 writes the page.</summary>
    [Fact]
    public void The_page_of_Databricks_functions_is_that_of_the_table()
    {
        var page = new StringBuilder(
            "# Functions of Databricks\n\nMade from `databricks.txt`; a test compares the two.\n\n"
            + "DuckDB's functions have their own names and meanings here, but for those that read files or show the "
            + "engine. These\nare the names and forms of Databricks beside them; a call stands for the expansion. "
            + "Times are in UTC, TIMESTAMP is an\ninstant, and errors are those of ANSI mode. Datetime patterns are "
            + "constants of the letters y M L d D E a h H m s S,\nof X x Z for zones, and text in quotes; S stands "
            + "three or six times.\n");
        foreach (var section in DatabricksFunctions.All.GroupBy(f => f.Section))
        {
            page.Append($"\n## {section.Key}\n\n| function | gives | stands for |\n|---|---|---|\n");
            foreach (var row in section)
            {
                page.Append($"| `{row.Signature}` | {row.Meaning} | `{Cell(row.Expansion)}` |\n");
            }
        }

        page.Append("\n## Same name, DuckDB's meaning\n\n| function | here | instead |\n|---|---|---|\n");
        foreach (var (name, difference, instead) in DatabricksFunctions.Differences)
        {
            page.Append($"| `{name}` | {difference} | {(instead == "-" ? "" : instead)} |\n");
        }

        IsPage("databricks-functions.md", page.ToString());
    }

    private static string Cell(string expansion) =>
        expansion.Replace('\n', ' ').Replace("|", "\\|", StringComparison.Ordinal);

    private static void IsPage(string name, string page)
    {
        var file = Path.Combine(Shared.Root, "docs", name);
        if (Environment.GetEnvironmentVariable("LAKESQL_UPDATE") == "1")
        {
            File.WriteAllText(file, page);
        }

        Assert.Equal(page, File.ReadAllText(file));
    }

    [Fact]
    public void Links_of_pages_lead_somewhere()
    {
        var pages = Directory.EnumerateFiles(Shared.Root, "*.md").Concat(
            Directory.EnumerateFiles(Path.Combine(Shared.Root, "docs"), "*.md", SearchOption.AllDirectories));
        var broken = pages.SelectMany(page => Link().Matches(File.ReadAllText(page))
            .Select(m => m.Groups["target"].Value)
            .Where(t => !t.Contains("://", StringComparison.Ordinal)
                && !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, t)))
            .Select(t => $"{Path.GetFileName(page)}: {t}"));
        Assert.Empty(broken);
    }

    /// <summary>
    /// A path in ARCHITECTURE.md such as <c>Engine/Audit/QueryLog.cs</c> is below src/LakeSql.Engine.
    /// </summary>
    [Fact]
    public void Files_that_the_architecture_names_are_there()
    {
        var text = File.ReadAllText(Path.Combine(Shared.Root, "ARCHITECTURE.md"));
        var named = SourcePath().Matches(text).Select(m => m.Groups["path"].Value).Distinct().ToArray();
        Assert.True(named.Length > 10);
        var missing = named.Where(n => !Path.Exists(Path.Combine(Shared.Root, "src", "LakeSql." + n))).ToArray();
        Assert.Empty(missing);
        var tests = Directory.EnumerateFiles(Path.Combine(Shared.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).ToArray();
        var untested = TestName().Matches(text).Select(m => m.Groups["name"].Value)
            .Where(name => !tests.Any(t => t.Contains($" {name}(", StringComparison.Ordinal))).ToArray();
        Assert.Empty(untested);
    }

    [GeneratedRegex(
        "/// <summary>(?<summary>[^<]*)</summary>\\s*public static readonly ErrorCode \\w+ = "
        + "new\\(\"(?<code>LSQ\\d+)\", \"(?<state>\\w+)\"")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\]\((?<target>[^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>(Syntax|Planner|Engine|Storage|Catalog|Models|Data|Repl)/[\w/.]+)`")]
    private static partial Regex SourcePath();

    [GeneratedRegex(@"(InvariantTests|HouseTests)\.(?<name>\w+)")]
    private static partial Regex TestName();
}
