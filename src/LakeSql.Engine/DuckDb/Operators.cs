using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.DuckDb;

/// <summary>DuckDB's spelling of operators.</summary>
internal static class Operators
{
    public static string Text(UnaryOperator op) => op switch
    {
        UnaryOperator.Negate => "-",
        UnaryOperator.Plus => "+",
        UnaryOperator.Not => "NOT ",
        _ => "~",
    };

    public static string Text(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => " OR ",
        BinaryOperator.And => " AND ",
        BinaryOperator.Equal => " = ",
        BinaryOperator.NotEqual => " <> ",
        BinaryOperator.Less => " < ",
        BinaryOperator.LessOrEqual => " <= ",
        BinaryOperator.Greater => " > ",
        BinaryOperator.GreaterOrEqual => " >= ",
        BinaryOperator.IsDistinctFrom => " IS DISTINCT FROM ",
        BinaryOperator.IsNotDistinctFrom => " IS NOT DISTINCT FROM ",
        BinaryOperator.Add => " + ",
        BinaryOperator.Subtract => " - ",
        BinaryOperator.Multiply => " * ",
        BinaryOperator.Divide => " / ",
        BinaryOperator.IntegerDivide => " // ",
        BinaryOperator.Modulo => " % ",
        BinaryOperator.Power => " ** ",
        BinaryOperator.Concat => " || ",
        BinaryOperator.BitAnd => " & ",
        BinaryOperator.BitOr => " | ",
        BinaryOperator.ShiftLeft => " << ",
        BinaryOperator.ShiftRight => " >> ",
        BinaryOperator.JsonGet => " -> ",
        BinaryOperator.JsonGetText => " ->> ",
        BinaryOperator.RegexMatch => " ~ ",
        BinaryOperator.RegexNotMatch => " !~ ",
        BinaryOperator.Contains => " @> ",
        BinaryOperator.ContainedBy => " <@ ",
        BinaryOperator.Overlaps => " && ",
        BinaryOperator.StartsWith => " ^@ ",
        BinaryOperator.Distance => " <-> ",
        _ => throw ErrorCode.Internal.Error($"operator {op} cannot be rendered"),
    };

    /// <summary>Grouping does not change the result.</summary>
    public static bool IsAssociative(BinaryOperator op) =>
        op is BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Concat;

    /// <summary>The function that makes an interval of a number of units, and whether it takes a fraction.</summary>
    public static (string Name, bool TakesFraction) IntervalFunction(IntervalLiteral interval)
    {
        var unit = interval.Unit!.ToLowerInvariant().TrimEnd('s');
        var function = unit switch
        {
            "year" => "years",
            "month" => "months",
            "day" => "days",
            "hour" => "hours",
            "minute" => "minutes",
            "second" => "seconds",
            "millisecond" => "milliseconds",
            "microsecond" => "microseconds",
            "week" => "weeks",
            "quarter" => "quarters",
            "decade" => "decades",
            "century" or "centurie" => "centuries",
            "millennium" => "millennia",
            _ => throw ErrorCode.InvalidLiteral.Error($"{interval.Unit} is no unit of time", interval.Span),
        };
        return ("to_" + function, unit is "second" or "millisecond");
    }

    /// <summary>
    /// What a clock without parentheses is called as a function; null for all others. The engine may take the word for
    /// a column, or for the name that the SELECT list gives it.
    /// </summary>
    public static string? Clock(string function) => function switch
    {
        "current_timestamp" => "get_current_timestamp",
        "current_time" => "get_current_time",
        "localtime" => "current_localtime",
        "localtimestamp" => "current_localtimestamp",
        _ => null,
    };

    /// <summary>
    /// The word for a function that DuckDB's grammar knows and its catalog does not; null for all others.
    /// </summary>
    public static string? FunctionWord(string function) => function switch
    {
        "coalesce" => "coalesce",
        "grouping" => "grouping",
        "grouping_id" => "grouping_id",
        "iff" => "if",
        _ => null,
    };

    public static string Bound(FrameBoundKind kind) => kind switch
    {
        FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
        FrameBoundKind.Preceding => " PRECEDING",
        FrameBoundKind.CurrentRow => "CURRENT ROW",
        FrameBoundKind.Following => " FOLLOWING",
        _ => "UNBOUNDED FOLLOWING",
    };

    public static string Exclusion(FrameExclusion exclusion) => exclusion switch
    {
        FrameExclusion.CurrentRow => " EXCLUDE CURRENT ROW",
        FrameExclusion.Group => " EXCLUDE GROUP",
        FrameExclusion.Ties => " EXCLUDE TIES",
        _ => "",
    };
}
