using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LakeSql.Common.Errors;
using LakeSql.Planner.Statements;
using LakeSql.Syntax.Trees;
using Xunit;

namespace LakeSql.Tidy;

/// <summary>The rules of the house, read from its files.</summary>
public sealed partial class HouseTests
{
    private static readonly Dictionary<string, int> Floors = new()
    {
        ["LakeSql.Common"] = 0, ["LakeSql.Syntax"] = 1, ["LakeSql.Catalog"] = 1, ["LakeSql.Storage"] = 1,
        ["LakeSql.Models"] = 1, ["LakeSql.Planner"] = 2, ["LakeSql.Engine"] = 3, ["LakeSql.Data"] = 4,
            ["LakeSql.Repl"] = 5,
    };

    private static readonly Dictionary<string, string[]> SoleUsers = new()
    {
        ["Superpower"] = ["LakeSql.Syntax"], ["Microsoft.Data.Sqlite"] = ["LakeSql.Catalog"],
        ["FluentMigrator.Runner.SQLite"] = ["LakeSql.Catalog"], ["Parquet.Net"] = ["LakeSql.Storage"],
        ["TorchSharp"] = ["LakeSql.Models"], ["SkiaSharp"] = ["LakeSql.Models"],
        ["DuckDB.NET.Data.Full"] = ["LakeSql.Engine"], ["Apache.Arrow"] = ["LakeSql.Engine", "LakeSql.Data"],
    };

    [Fact]
    public void Projects_refer_only_downward_and_siblings_never_meet()
    {
        foreach (var (project, file) in Projects())
        {
            foreach (var reference in References(file, "ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r)))
            {
                Assert.True(Floors[reference] < Floors[project], $"{project} refers to {reference}");
            }

            if (Floors[project] == 5)
            {
                Assert.Equal(["LakeSql.Data"], References(file, "ProjectReference")
                    .Select(r => Path.GetFileNameWithoutExtension(r)));
            }
        }
    }

    [Fact]
    public void Heavy_packages_have_one_user()
    {
        foreach (var (project, file) in Projects())
        {
            foreach (var package in References(file, "PackageReference").Where(SoleUsers.ContainsKey))
            {
                Assert.Contains(project, SoleUsers[package]);
            }
        }
    }

    [Fact]
    public void Common_has_three_folders() => Assert.Equal(
        ["Errors", "Names", "Types"],
        Directory.GetDirectories(Path.Combine(Shared.Root, "src", "LakeSql.Common")).Select(d => Path.GetFileName(d))
            .Where(d => d is not ("bin" or "obj")).Order());

    [Fact]
    public void Files_are_short_and_names_say_something()
    {
        var faults = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Shared.Root, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/") && !f.Contains("/bin/")))
        {
            var lines = File.ReadAllLines(file);
            var name = Path.GetRelativePath(Shared.Root, file);
            if (lines.Length > 400)
            {
                faults.Add($"{name} has {lines.Length} lines");
            }

            faults.AddRange(lines.Index().Where(l => l.Item.Length > 120).Select(l => $"{name}:{l.Index + 1} is long"));
            if (Banned().IsMatch(Path.GetFileNameWithoutExtension(file)))
            {
                faults.Add($"{name}: the name says nothing");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Every_statement_has_a_binder_and_every_plan_an_operator()
    {
        var statements = typeof(Statement).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Statement)));
        Assert.Empty(statements.Except(StatementBinders.Types));
        var plans = typeof(StatementPlan).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(StatementPlan)));
        var operators = Assembly.Load("LakeSql.Engine").GetType("LakeSql.Engine.Statements.StatementOperators")!
            .GetProperty("Types")!.GetValue(null) as IReadOnlyCollection<Type>;
        Assert.Empty(plans.Except(operators!));
    }

    [Fact]
    public void Every_statement_has_a_grammar_file_and_a_statement_file()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Shared.Root, "tests", "slt"), "*.slt",
            SearchOption.AllDirectories)
            .Select(f => Path.GetFileNameWithoutExtension(f)).ToHashSet();
        var stems = typeof(Statement).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Statement)))
            .Select(t => Stem(t.Name))
            .Order().ToArray();
        var withoutGrammar = stems.Except(
            Directory.EnumerateFiles(Path.Combine(Shared.Root, "grammar", "statements"), "*.ebnf")
                .Select(f => Path.GetFileNameWithoutExtension(f))).ToArray();
        var withoutTest = stems.Except(files).ToArray();
        Assert.Empty(withoutGrammar);
        Assert.Empty(withoutTest);
    }

    [Fact]
    public void Only_the_authorizer_makes_authorized_plans() => Assert.Empty(
        typeof(Planner.Access.AuthorizedPlan).GetConstructors(BindingFlags.Public | BindingFlags.Instance));

    [Fact]
    public void Error_codes_are_unique_and_used()
    {
        Assert.Equal(ErrorCode.All.Count, ErrorCode.All.Select(c => c.Code).Distinct().Count());
        var tests = string.Concat(
            Directory.EnumerateFiles(Path.Combine(Shared.Root, "tests"), "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".slt") || (f.EndsWith(".cs") && !f.Contains("/obj/"))).Select(File.ReadAllText));
        var fields = typeof(ErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static);
        var unused = fields.Where(f => f.GetValue(null) is ErrorCode code && !tests.Contains(code.Code)
            && !tests.Contains("ErrorCode." + f.Name)).Select(f => f.Name);
        Assert.Empty(unused);
    }

    /// <summary>RestoreTable: restore_table.</summary>
    private static string Stem(string name) => string.Concat(name.Select((c, i) =>
        char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static IEnumerable<(string Project, string File)> Projects() =>
        Directory.EnumerateFiles(Path.Combine(Shared.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(f => (Path.GetFileNameWithoutExtension(f), f));

    private static IEnumerable<string> References(string file, string element) =>
        XDocument.Load(file).Descendants(element).Select(e => (string)e.Attribute("Include")!);

    [GeneratedRegex("(Manager|Helper|Util|Utils|Processor|Info|Impl)$")]
    private static partial Regex Banned();
}
