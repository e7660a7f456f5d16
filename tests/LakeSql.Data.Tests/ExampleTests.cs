using System.Runtime.CompilerServices;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Every script of sql-examples, against the output that stands beside it.</summary>
/// <remarks>
/// In an expected file a cell <c>*</c> may be anything: times, ids, measured values. LAKESQL_UPDATE=1 writes the files,
/// with marks where cells of the old file have them.
/// </remarks>
public sealed class ExampleTests
{
    private static readonly string Directory = Path.Combine(Shared.Root, "sql-examples");

    public static TheoryData<string> Scripts() =>
        new(System.IO.Directory.EnumerateFiles(Directory, "*.sql").Select(f => Path.GetFileNameWithoutExtension(f))
            .Order());

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Runs_and_prints_what_it_should(string script)
    {
        using var lake = new TemporaryLake();
        var (exit, output, error) = Program.Run(lake.Path, "--quiet", "-f", Path.Combine(Directory, script + ".sql"));
        Assert.True(exit == 0, error);
        var actual = output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var file = Path.Combine(Directory, script + ".expected.csv");
        var expected = File.Exists(file) ? File.ReadAllLines(file) : [];
        if (Environment.GetEnvironmentVariable("LAKESQL_UPDATE") == "1")
        {
            File.WriteAllLines(file, actual.Select((line, i) =>
                i < expected.Length && Matches(line, expected[i]) ? expected[i] : line));
            return;
        }

        Assert.Equal(expected.Length, actual.Length);
        foreach (var (line, wanted) in actual.Zip(expected))
        {
            Assert.True(Matches(line, wanted), $"expected {wanted}\nactual   {line}");
        }
    }

    /// <summary>A last cell <c>*</c> takes the rest of the line, commas too.</summary>
    private static bool Matches(string actual, string expected)
    {
        var wanted = expected.Split(',');
        var cells = wanted[^1] == "*" ? actual.Split(',', wanted.Length) : actual.Split(',');
        return cells.Length == wanted.Length && cells.Zip(wanted).All(p => p.First == p.Second || p.Second == "*");
    }
}
