using System.Text.RegularExpressions;

namespace LakeSql.Differential;

/// <summary>One statement of a file below tests/differential.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Sql">Without the semicolon.</param>
/// <param name="Refusal">Why LakeSql refuses on purpose what DuckDB accepts; null where both answer alike.</param>
/// <param name="Extension">Why LakeSql accepts what DuckDB refuses; null where both answer alike.</param>
internal sealed record DifferentialQuery(int Line, string Sql, string? Refusal, string? Extension)
{
    /// <summary>True when the rows have an order, so that they are compared in it.</summary>
    public bool IsOrdered => QueryFile.IsOrdered(Sql);
}

/// <summary>
/// Reads statements. Each ends in a semicolon at the end of a line. A line <c>-- each $f: sum | min</c> before one
/// makes a statement of each of the values; with several such lines, of each combination. <c>-- refused: reason</c> and
/// <c>-- more: reason</c> say where the two differ on purpose.
/// </summary>
internal static partial class QueryFile
{
    public static IEnumerable<DifferentialQuery> Read(string path)
    {
        var templates = new List<(string Name, string[] Values)>();
        var text = new List<string>();
        string? refusal = null;
        string? extension = null;
        var start = 0;
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            if (Each().Match(line) is { Success: true } each)
            {
                var values = each.Groups["values"].Value.Split(" | ");
                templates.Add((each.Groups["name"].Value, [.. values.Select(v => v.Trim())]));
            }
            else if (Refused().Match(line) is { Success: true } refused)
            {
                refusal = refused.Groups["reason"].Value;
            }
            else if (More().Match(line) is { Success: true } more)
            {
                extension = more.Groups["reason"].Value;
            }
            else if (line.Length > 0 && !(text.Count == 0 && line.StartsWith("--", StringComparison.Ordinal)))
            {
                start = text.Count == 0 ? index + 1 : start;
                text.Add(line);
                if (line.EndsWith(';'))
                {
                    var sql = string.Join('\n', text)[..^1];
                    foreach (var statement in Expand(sql, templates))
                    {
                        yield return new DifferentialQuery(start, statement, refusal, extension);
                    }

                    templates.Clear();
                    text.Clear();
                    (refusal, extension) = (null, null);
                }
            }
        }

        if (text.Count > 0)
        {
            throw new InvalidDataException($"{path}:{start}: the last statement has no semicolon");
        }
    }

    /// <summary>An ORDER BY outside of parentheses and quotes orders the result.</summary>
    public static bool IsOrdered(string sql)
    {
        var bare = Quoted().Replace(sql, "");
        for (var shorter = ""; shorter != bare;)
        {
            shorter = bare;
            bare = Parenthesized().Replace(bare, "");
        }

        return OrderBy().IsMatch(bare);
    }

    private static IEnumerable<string> Expand(string sql, IReadOnlyList<(string Name, string[] Values)> templates) =>
        templates.Aggregate<(string Name, string[] Values), IEnumerable<string>>([sql], (statements, template) =>
            statements.SelectMany(s => template.Values.Select(v =>
                s.Replace("$" + template.Name, v, StringComparison.Ordinal))));

    [GeneratedRegex(@"^-- each \$(?<name>\w+): (?<values>.*)$")]
    private static partial Regex Each();

    [GeneratedRegex("^-- refused: (?<reason>.*)$")]
    private static partial Regex Refused();

    [GeneratedRegex("^-- more: (?<reason>.*)$")]
    private static partial Regex More();

    [GeneratedRegex("'[^']*'|\"[^\"]*\"|--[^\n]*")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\([^()]*\)|\[[^\[\]]*\]")]
    private static partial Regex Parenthesized();

    [GeneratedRegex(@"\bORDER\s+BY\b", RegexOptions.IgnoreCase)]
    private static partial Regex OrderBy();
}
