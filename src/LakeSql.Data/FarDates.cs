using System.Globalization;

namespace LakeSql.Data;

/// <summary>
/// Days and instants as <see cref="DateTime"/>, or as text where SQL's range is wider than .NET's years 1 to 9999.
/// </summary>
internal static class FarDates
{
    private const long TicksPerSecond = TimeSpan.TicksPerSecond;
    private const long SecondsPerDay = 86_400;

    /// <summary>A day, counted from 1970-01-01; DuckDB's ends of the range are the infinities.</summary>
    public static object OfDay(int days)
    {
        if (days is int.MaxValue or -int.MaxValue)
        {
            return days > 0 ? "infinity" : "-infinity";
        }

        var ticks = DateTime.UnixEpoch.Ticks + ((Int128)days * TimeSpan.TicksPerDay);
        return IsWithin(ticks) ? new DateTime((long)ticks) : Text(days);
    }

    /// <summary>An instant, counted from 1970-01-01 in parts of a second.</summary>
    /// <param name="value">The count.</param>
    /// <param name="perSecond">Parts a second has: 1 to 1,000,000,000. Parts below 100 ns are cut off.</param>
    /// <param name="kind">UTC for an instant, unspecified for a wall clock's time.</param>
    public static object OfInstant(long value, long perSecond, DateTimeKind kind)
    {
        if (value is long.MaxValue or -long.MaxValue)
        {
            return value > 0 ? "infinity" : "-infinity";
        }

        var seconds = Math.DivRem(value, perSecond, out var part);
        if (part < 0)
        {
            (seconds, part) = (seconds - 1, part + perSecond);
        }

        var partTicks = (long)((Int128)part * TicksPerSecond / perSecond);
        var ticks = DateTime.UnixEpoch.Ticks + ((Int128)seconds * TicksPerSecond) + partTicks;
        if (IsWithin(ticks))
        {
            return new DateTime((long)ticks, kind);
        }

        var day = Math.DivRem(seconds, SecondsPerDay, out var second);
        if (second < 0)
        {
            (day, second) = (day - 1, second + SecondsPerDay);
        }

        var time = new DateTime((second * TicksPerSecond) + partTicks);
        return Text(day) + time.ToString(" HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)
            + (kind == DateTimeKind.Utc ? "Z" : "");
    }

    private static bool IsWithin(Int128 ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;

    /// <summary>
    /// The day is moved by whole cycles of 400 years, which have the same calendar, into .NET's range.
    /// </summary>
    private static string Text(long days)
    {
        const int DaysOfCycle = 146_097;
        var cycles = Math.DivRem(days, DaysOfCycle, out var rest);
        var near = DateTime.UnixEpoch.AddDays(rest);
        return string.Create(CultureInfo.InvariantCulture, $"{near.Year + (400 * cycles):0000}-{near:MM-dd}");
    }
}
