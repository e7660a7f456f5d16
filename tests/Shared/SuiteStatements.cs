using System.Text.RegularExpressions;

namespace LakeSql.Tests;

/// <summary>The statements of <c>tests/slt</c> and <c>sql-examples</c>, good ones and bad ones.</summary>
internal static partial class SuiteStatements
{
    /// <summary>Each once, in an order that stays.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Suite().Concat(Examples()).Distinct()];

    private static IEnumerable<string> Suite() =>
        from file in Files(Path.Combine("tests", "slt"), "*.slt")
        from record in Records().Split(File.ReadAllText(file).ReplaceLineEndings("\n"))
        let body = string.Join('\n', record.Split('\n').SkipWhile(l => l.StartsWith('#')).Skip(1))
        let sql = body.Split("\n----")[0].Trim()
        where sql.Length > 0
        select sql;

    private static IEnumerable<string> Examples() =>
        from file in Files("sql-examples", "*.sql")
        from statement in File.ReadAllText(file).ReplaceLineEndings("\n").Split(";\n")
        where statement.Trim().Length > 0
        select statement.Trim();

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Shared.Root, folder), pattern, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex Records();
}
