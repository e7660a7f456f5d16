using LakeSql.Common.Names;

namespace LakeSql.Syntax.Parsing;

/// <summary>Units of INTERVAL.</summary>
internal static class Units
{
    private static readonly Dictionary<string, string> Known = new(Identifier.Comparer)
    {
        ["YEAR"] = "YEAR", ["YEARS"] = "YEAR", ["MONTH"] = "MONTH", ["MONTHS"] = "MONTH", ["DAY"] = "DAY",
        ["DAYS"] = "DAY", ["HOUR"] = "HOUR", ["HOURS"] = "HOUR", ["MINUTE"] = "MINUTE", ["MINUTES"] = "MINUTE",
        ["SECOND"] = "SECOND", ["SECONDS"] = "SECOND", ["MILLISECOND"] = "MILLISECOND",
        ["MILLISECONDS"] = "MILLISECOND", ["MICROSECOND"] = "MICROSECOND", ["MICROSECONDS"] = "MICROSECOND",
        ["WEEK"] = "WEEK", ["WEEKS"] = "WEEK", ["QUARTER"] = "QUARTER", ["QUARTERS"] = "QUARTER",
        ["DECADE"] = "DECADE", ["DECADES"] = "DECADE", ["CENTURY"] = "CENTURY", ["CENTURIES"] = "CENTURY",
        ["MILLENNIUM"] = "MILLENNIUM", ["MILLENNIA"] = "MILLENNIUM",
    };

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsUnit(ReadOnlySpan<char> word) => BySpan.ContainsKey(word);

    public static string Canonical(ReadOnlySpan<char> word) => BySpan[word];
}
