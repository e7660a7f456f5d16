using System.Globalization;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Pins the version of a table, once, for everything the statement does with it.</summary>
internal static class TimeTravelBinder
{
    public static Snapshot Pin(Securable table, TimeTravel? travel, BindContext context) =>
        Pin(context.TableOf(table), context.Metastore.FullName(table), travel, context);

    public static Snapshot Pin(DeltaTable delta, string name, TimeTravel? travel, BindContext context)
    {
        if (travel is null)
        {
            return delta.Latest();
        }

        // Whether a version exists is told only to who may read the table.
        Access.Authorizer.Check(context.Resolution, context.Metastore);
        var value = Constant(travel.Value, context);
        try
        {
            var span = travel.Value.Span;
            return travel.IsVersion ? delta.At(Version(value, span)) : delta.AsOf(Instant(value, span));
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.VersionNotFound || e.Code == ErrorCode.TimestampTooEarly)
        {
            var message = e.Code == ErrorCode.VersionNotFound
                ? $"version {value} of {name} does not exist"
                : $"{name} did not exist yet at {value}";
            throw e.Code.Error(message, travel.Span, e.Hint);
        }
    }

    /// <summary>The value of an expression that needs no rows.</summary>
    internal static object? Constant(Expression expression, BindContext context) => expression switch
    {
        Literal { Kind: LiteralKind.Number or LiteralKind.String } l => l.Text,
        TypedLiteral t => t.Text,
        Cast c => Constant(c.Operand, context),
        Parameter p => context.Services.ValueOf(p),
        FunctionCall { Arguments: [] } f when f.Name.Last.ToLowerInvariant() is "current_timestamp" or "now" =>
            context.Services.StatementTime,
        Binary { Operator: BinaryOperator.Add or BinaryOperator.Subtract, Right: IntervalLiteral interval } b =>
            Shifted(
                Instant(Constant(b.Left, context), b.Left.Span), interval,
                b.Operator == BinaryOperator.Add ? 1 : -1),
        _ => throw NoConstant(expression),
    };

    /// <summary><c>now() - INTERVAL 1 DAY</c>, <c>… - INTERVAL '2 hours'</c>: whole units alone.</summary>
    private static DateTimeOffset Shifted(DateTimeOffset instant, IntervalLiteral interval, int sign)
    {
        var words = ((interval.Value as Literal)?.Text + " " + interval.Unit).Split(
            ' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 2
            && int.TryParse(words[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n))
        {
            try
            {
                n *= sign;
                return words[1].ToLowerInvariant().TrimEnd('s') switch
                {
                    "year" => instant.AddYears(n),
                    "month" => instant.AddMonths(n),
                    "week" => instant.AddDays(7.0 * n),
                    "day" => instant.AddDays(n),
                    "hour" => instant.AddHours(n),
                    "minute" => instant.AddMinutes(n),
                    "second" => instant.AddSeconds(n),
                    _ => throw NoConstant(interval),
                };
            }
            catch (ArgumentOutOfRangeException)
            {
                throw ErrorCode.OutOfRange.Error("the instant lies outside of the years 1 to 9999", interval.Span);
            }
        }

        throw NoConstant(interval);
    }

    private static LakeSqlException NoConstant(Expression expression) =>
        ErrorCode.InvalidUse.Error("time travel needs a constant", expression.Span, "now() - INTERVAL 1 DAY");

    /// <summary>True for whole numbers, as texts too.</summary>
    internal static bool IsVersion(object? value) => long.TryParse(
        Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    internal static long Version(object? value, SourceSpan span) =>
        long.TryParse(
            Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture,
            out var version)
            ? version
            : throw ErrorCode.InvalidLiteral.Error($"{value} is not a version", span);

    internal static DateTimeOffset Instant(object? value, SourceSpan span) => value switch
    {
        DateTimeOffset offset => offset,
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        string text when DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) => parsed,
        _ => throw ErrorCode.InvalidLiteral.Error($"{value} is not a timestamp", span),
    };
}
