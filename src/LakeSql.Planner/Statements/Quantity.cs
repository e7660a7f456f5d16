using System.Globalization;
using System.Text.RegularExpressions;

namespace LakeSql.Planner.Statements;

/// <summary>Sizes and times as settings and limits give them: a number and its unit.</summary>
public static partial class Quantity
{
    /// <summary>Bytes of a size such as <c>500MB</c> (of 1000 × 1000) or <c>2GiB</c>; null when it is none.</summary>
    public static long? Bytes(string text)
    {
        if (Size().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var power = "KMGT".IndexOf(char.ToUpperInvariant(match.Groups[2].ValueSpan[0])) + 1;
        return (long)(Number(match) * (decimal)Math.Pow(match.Groups[3].Length > 0 ? 1024 : 1000, power));
    }

    /// <summary>Milliseconds of a time such as <c>30s</c> or <c>500ms</c>; null when it is none.</summary>
    public static long? Milliseconds(string text) => Time().Match(text) is { Success: true } match
        ? (long)(Number(match) * match.Groups[2].Value.ToLowerInvariant() switch
        {
            "ms" => 1, "s" => 1000, "min" => 60_000, _ => 3_600_000,
        })
        : null;

    private static decimal Number(Match match) =>
        decimal.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(\d{1,6}(?:\.\d{1,3})?)\s*([KMGT])(i?)B\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Size();

    [GeneratedRegex(@"^\s*(\d{1,9}(?:\.\d{1,3})?)\s*(ms|s|min|h)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Time();
}
