using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Functions;

/// <summary>Functions that look at their arguments where there is a row to compute them for.</summary>
/// <remarks>
/// The engine makes some functions ready before it has seen a row, and then <c>regexp_extract(name, '(')</c> fails
/// though no row is left, unless it knew that there would be none. Some windows compute constants so, as
/// <c>lag(id, 1, CAST('q' AS INT)) OVER ()</c>. What is not listed is taken to be of that kind.
/// </remarks>
internal static class RowFunctions
{
    /// <summary>Aggregates and windows, which look at rows.</summary>
    public static readonly string[] OfManyRows =
    [
        "any_value", "avg", "count", "count_if", "count_star", "cume_dist", "dense_rank", "first", "first_value",
        "lag", "last", "last_value", "lead", "max", "median", "min", "percent_rank", "rank", "row_number", "stddev",
        "stddev_pop", "stddev_samp", "sum", "var_pop", "var_samp", "variance",
    ];

    private static readonly HashSet<string> Names = new(OfManyRows, Identifier.Comparer)
    {
        // Days and instants.
        "century", "date_part", "date_trunc", "datepart", "day", "dayofmonth", "dayofweek", "dayofyear", "decade",
        "epoch", "hour", "isodow", "last_day", "make_date", "millennium", "minute", "month", "quarter", "second",
        "week", "weekday", "weekofyear", "year",

        // Numbers.
        "abs", "ceil", "ceiling", "exp", "floor", "greatest", "least", "ln", "log10", "log2", "mod", "pow", "power",
        "round", "sign", "sqrt", "trunc",

        // Texts.
        "concat", "contains", "ends_with", "instr", "left", "length", "lower", "ltrim", "prefix", "replace", "right",
        "rtrim", "starts_with", "strlen", "strpos", "substr", "substring", "suffix", "trim", "upper",

        // What has no type of its own.
        "coalesce", "ifnull", "nullif", "nvl",
    };

    /// <summary>True for one that looks at nothing but its arguments.</summary>
    public static bool IsOfOneRow(string name) =>
        Names.Contains(name) && !OfManyRows.Contains(name, Identifier.Comparer);

    /// <summary>True for a call of one of them; over a window with plain columns alone.</summary>
    public static bool IsOne(FunctionCall call) => (Names.Contains(call.Name.Last)
            || FunctionList.OfImages.Contains(call.Name.Last))
        && (call.Over is null || call.Arguments.All(a => a.Value is ColumnReference or Star));
}
