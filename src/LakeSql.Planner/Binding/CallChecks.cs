using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Mistakes in calls that the engine would only describe in its own words.</summary>
internal static class CallChecks
{
    private static readonly HashSet<string> WindowsOnly = new(Identifier.Comparer)
    {
        "row_number", "rank", "dense_rank", "rank_dense", "percent_rank", "cume_dist", "ntile", "lag", "lead",
        "first_value", "last_value", "nth_value",
    };

    private static readonly HashSet<string> WithDatePart = new(Identifier.Comparer)
    {
        "date_part", "datepart", "date_trunc", "datetrunc", "date_diff", "datediff", "date_sub", "datesub",
    };

    /// <summary>The usual names of the parts of a date; the engine knows short forms as well.</summary>
    private static readonly string[] DateParts =
    [
        "year", "month", "day", "quarter", "week", "hour", "minute", "second", "millisecond", "microsecond", "decade",
        "century", "millennium", "dayofweek", "dayofyear", "weekday", "isodow", "isoyear", "yearweek", "epoch",
    ];

    private static readonly HashSet<string> AllDateParts = new(
        [
            .. DateParts, .. DateParts.Select(p => p + "s"), "centuries", "millennia", "dow", "doy", "era", "julian",
            "timezone", "timezone_hour", "timezone_minute", "nanosecond", "nanoseconds", "dayofmonth", "weekofyear",
            "mins", "secs", "mons", "yrs", "hrs", "decs", "cent", "cents", "mils", "msec", "msecs", "usec", "usecs",
        ],
        Identifier.Comparer);

    /// <summary>Throws for a call whose words are right and whose form is not.</summary>
    public static void Check(FunctionCall call)
    {
        var name = call.Name.Last;
        if (call.Over is null && WindowsOnly.Contains(name))
        {
            throw ErrorCode.InvalidUse.Error(
                $"{name} needs a window", call.Span, $"write {name}(…) OVER (ORDER BY …)");
        }

        if (call.Distinct && call.Arguments.Count == 0)
        {
            throw ErrorCode.InvalidUse.Error("DISTINCT needs an argument", call.Span, $"write {name}(DISTINCT x)");
        }

        if (WithDatePart.Contains(name) && call.Arguments is [{ Value: Literal { Kind: LiteralKind.String } part }, ..]
            && part.Text.Length > 2 && !AllDateParts.Contains(part.Text)
            && Identifier.Nearest(part.Text, DateParts) is { } near && part.Text.Length >= near.Length - 1)
        {
            throw ErrorCode.ConversionFailed.Error(
                $"'{part.Text}' is no part of a date", part.Span, $"did you mean {near}?");
        }
    }

    /// <summary><c>INTERVAL 3</c>, which says no unit.</summary>
    public static void Check(IntervalLiteral interval)
    {
        if (interval is { Unit: null, Value: Literal { Kind: LiteralKind.Number } number })
        {
            throw ErrorCode.InvalidLiteral.Error(
                "the interval has no unit", interval.Span, $"write INTERVAL {number.Text} DAY, HOUR or another unit");
        }
    }
}
