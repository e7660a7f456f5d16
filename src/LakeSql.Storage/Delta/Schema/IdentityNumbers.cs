using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta.Log;

namespace LakeSql.Storage.Delta.Schema;

/// <summary>The numbers of an identity column: which there are, and how far they are given out.</summary>
/// <param name="AllowsOthers">True when rows may come with a value of their own.</param>
/// <param name="Start">The first number.</param>
/// <param name="Step">From one number to the next; negative to count down.</param>
/// <param name="Mark">The number given out last, or one beyond which all are free; null before the first.</param>
/// <remarks>Source: the Delta protocol, "Identity Columns".</remarks>
public sealed record IdentityNumbers(bool AllowsOthers, long Start, long Step, long? Mark)
{
    private const string StartKey = "delta.identity.start";
    private const string StepKey = "delta.identity.step";
    private const string MarkKey = "delta.identity.highWaterMark";
    private const string AllowKey = "delta.identity.allowExplicitInsert";

    /// <summary>The number that the next row gets.</summary>
    /// <exception cref="LakeSqlException">LSQ6002 when there is none left.</exception>
    public long Next => Whole(NextBeyondMark);

    private Int128 NextBeyondMark => Mark is { } mark && !IsBefore(mark, Start)
        ? Start + ((((Int128)mark - Start) / Step) + 1) * Step : Start;

    /// <summary>The numbers once some rows more have theirs.</summary>
    /// <exception cref="LakeSqlException">LSQ6002 when there are not as many left.</exception>
    public IdentityNumbers After(long count) =>
        count == 0 ? this : this with { Mark = Whole(NextBeyondMark + ((Int128)(count - 1) * Step)) };

    /// <summary>The numbers once none up to this value is given out any more; never fewer than now.</summary>
    /// <remarks>The mark stays in step, since other engines only add the step to it.</remarks>
    public IdentityNumbers Beyond(long value)
    {
        if (IsBefore(value, Start) || (Mark is { } mark && !IsBefore(mark, value)))
        {
            return this;
        }

        var steps = ((Int128)value - Start) / Step;
        var reached = Start + (steps * Step);
        return this with { Mark = Whole(reached == value ? reached : reached + Step) };
    }

    internal static IdentityNumbers? Of(JsonObject metadata) => metadata.Long(StartKey) is { } start
        ? new IdentityNumbers(
            metadata[AllowKey]?.GetValue<bool>() ?? false, start, metadata.Long(StepKey) ?? 1, metadata.Long(MarkKey))
        : null;

    internal TableField In(TableField field) => field.With(StartKey, Start).With(StepKey, Step)
        .With(MarkKey, Mark).With(AllowKey, AllowsOthers);

    private bool IsBefore(long a, long b) => Step > 0 ? a < b : a > b;

    private static long Whole(Int128 number) => number >= long.MinValue && number <= long.MaxValue ? (long)number
        : throw ErrorCode.OutOfRange.Error("an identity column has no number left for the row");
}
