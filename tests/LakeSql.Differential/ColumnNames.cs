using System.Text.RegularExpressions;

namespace LakeSql.Differential;

/// <summary>Compares the names of columns.</summary>
/// <remarks>
/// The rule: LakeSql calls a column as DuckDB does, but for two oddities. DuckDB puts quotes around words of its
/// grammar and the schema before some functions (<c>main."substring"(a, 1)</c>); LakeSql writes neither. And where
/// DuckDB shows what it made of the text (list_value for brackets, to_days for an interval, what a subquery became),
/// LakeSql keeps the text: a name that holds a word that the statement does not is not compared. The words of casts
/// and types are, since <c>a::INT</c> is <c>CAST(a AS INTEGER)</c> in both.
/// </remarks>
internal static partial class ColumnNames
{
    private static readonly HashSet<string> Casts = new(StringComparer.OrdinalIgnoreCase)
    {
        "CAST", "AS", "INTEGER", "VARCHAR", "BIGINT", "DOUBLE", "DATE", "TIMESTAMP", "DECIMAL", "FLOAT", "BOOLEAN",
        "count_star", "regexp_full_match", "NULL", "ELSE", "COALESCE",
    };

    public static bool AreAlike(string[] lake, string[] duck, string sql)
    {
        var words = Word().Matches(sql).Select(m => m.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return lake.Length == duck.Length && lake.Zip(duck).All(p => Plain(p.First) == Plain(p.Second)
            || p.Second.Contains("SELECT", StringComparison.Ordinal)
            || Word().Matches(Plain(p.Second)).Any(m => !words.Contains(m.Value) && !Casts.Contains(m.Value)));
    }

    private static string Plain(string name) => Schema().Replace(name, "").Replace("\"", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bmain\.(?=[\w""]+\()")]
    private static partial Regex Schema();
}
