using System.Globalization;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Pins the version of a table, once, for everything the statement does with it.</summary>
internal static class TimeTravelBinder
{
    public static Snapshot Pin(Securable table, TimeTravel? travel, BindContext context)
    {
        var delta = context.Services.TableOf(table);
        if (travel is null)
        {
            return delta.Latest();
        }

        // Whether a version exists is told only to who may read the table.
        Access.Authorizer.Check(context.Resolution, context.Metastore);
        var value = Constant(travel.Value, context);
        try
        {
            return travel.IsVersion ? delta.At(Version(value, travel)) : delta.AsOf(Instant(value, travel));
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.VersionNotFound || e.Code == ErrorCode.TimestampTooEarly)
        {
            var name = context.Metastore.FullName(table);
            var message = e.Code == ErrorCode.VersionNotFound
                ? $"version {value} of {name} does not exist"
                : $"{name} did not exist yet at {value}";
            throw e.Code.Error(message, travel.Span, e.Hint);
        }
    }

    private static object? Constant(Expression expression, BindContext context) => expression switch
    {
        Literal { Kind: LiteralKind.Number or LiteralKind.String } l => l.Text,
        TypedLiteral t => t.Text,
        Cast c => Constant(c.Operand, context),
        Parameter p => context.Services.ValueOf(p),
        FunctionCall { Arguments: [] } f when f.Name.Last.ToLowerInvariant() is "current_timestamp" or "now" =>
            context.Services.StatementTime,
        _ => throw ErrorCode.InvalidUse.Error("time travel needs a constant", expression.Span),
    };

    private static long Version(object? value, TimeTravel travel) =>
        long.TryParse(
            Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture,
            out var version)
            ? version
            : throw ErrorCode.InvalidLiteral.Error($"{value} is not a version", travel.Value.Span);

    private static DateTimeOffset Instant(object? value, TimeTravel travel) => value switch
    {
        DateTimeOffset offset => offset,
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        string text when DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) => parsed,
        _ => throw ErrorCode.InvalidLiteral.Error($"{value} is not a timestamp", travel.Value.Span),
    };
}
