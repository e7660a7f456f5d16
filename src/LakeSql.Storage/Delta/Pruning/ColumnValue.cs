using System.Globalization;
using System.Text;
using System.Text.Json;
using LakeSql.Common.Types;

namespace LakeSql.Storage.Delta.Pruning;

/// <summary>A value of a column, in the order of its type, from the text of statements, log or statistics.</summary>
/// <remarks>A text that is no value of the type gives null: then nothing is known, and no file is left out.</remarks>
public sealed class ColumnValue : IComparable<ColumnValue>
{
    private const NumberStyles Numbers = NumberStyles.Float;

    /// <summary>Microseconds up to the next millisecond: some engines cut what is beyond milliseconds off.</summary>
    private const long MillisecondRest = 999;

    private readonly IComparable value;

    private ColumnValue(IComparable value) => this.value = value;

    /// <summary>The value that <paramref name="text"/> spells; null when it is none of the type.</summary>
    public static ColumnValue? Of(string text, DataType type) => type switch
    {
        DecimalType => Of(Decimal(text)),
        PrimitiveType p when p == PrimitiveType.TinyInt || p == PrimitiveType.SmallInt || p == PrimitiveType.Int
            || p == PrimitiveType.BigInt => Of(Decimal(text)),
        PrimitiveType p when p == PrimitiveType.Double =>
            double.TryParse(text, Numbers, CultureInfo.InvariantCulture, out var d) && !double.IsNaN(d) ? Of(d) : null,
        PrimitiveType p when p == PrimitiveType.Float =>
            float.TryParse(text, Numbers, CultureInfo.InvariantCulture, out var f) && !float.IsNaN(f) ? Of(f) : null,
        PrimitiveType p when p == PrimitiveType.String => new ColumnValue(new Utf8Text(text)),
        PrimitiveType p when p == PrimitiveType.Boolean =>
            bool.TryParse(text, out var b) ? Of(b) : null,
        PrimitiveType p when p == PrimitiveType.Date || p == PrimitiveType.Timestamp
            || p == PrimitiveType.TimestampNtz => Instant(text) is { } instant ? Of(instant) : null,
        _ => null,
    };

    /// <summary>A bound that statistics give.</summary>
    /// <param name="bound">As the JSON has it.</param>
    /// <param name="type">The column's type.</param>
    /// <param name="isUpper">True for a maximum.</param>
    public static ColumnValue? Of(JsonElement? bound, DataType type, bool isUpper)
    {
        if (bound is not { } element)
        {
            return null;
        }

        var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
        var value = Of(text, type);
        return isUpper && value?.value is long microseconds && type != PrimitiveType.Date && IsCutToMilliseconds(text)
            ? Of(microseconds + MillisecondRest) : value;
    }

    /// <inheritdoc/>
    public int CompareTo(ColumnValue? other) => value.CompareTo(other?.value);

    /// <inheritdoc/>
    public override string? ToString() => value is Utf8Text ? null
        : Convert.ToString(value, CultureInfo.InvariantCulture);

    /// <summary>The smallest text above all that begin with this one; null when there is none.</summary>
    internal ColumnValue? AfterPrefix() => value is Utf8Text text && text.Next() is { } next
        ? new ColumnValue(next) : null;

    private static ColumnValue? Of(IComparable? value) => value is null ? null : new ColumnValue(value);

    private static IComparable? Decimal(string text) =>
        decimal.TryParse(text, Numbers, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsCutToMilliseconds(string text)
    {
        var point = text.LastIndexOf('.');
        return point < 0 || text.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9') is var digits
            && (digits < 0 ? text.Length - point - 1 : digits) <= 3;
    }

    private static long? Instant(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var instant)
        && text.Length >= "yyyy-MM-dd".Length && char.IsAsciiDigit(text[0]) && text[4] == '-'
            ? (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
            : null;

    /// <summary>Texts in the order of their bytes, which is the engine's.</summary>
    private sealed class Utf8Text : IComparable
    {
        private readonly byte[] bytes;

        public Utf8Text(string text) => bytes = Encoding.UTF8.GetBytes(text);

        private Utf8Text(byte[] bytes) => this.bytes = bytes;

        public int CompareTo(object? obj) => bytes.AsSpan().SequenceCompareTo(((Utf8Text)obj!).bytes);

        public Utf8Text? Next()
        {
            var last = bytes.AsSpan().LastIndexOfAnyExcept((byte)255);
            if (last < 0)
            {
                return null;
            }

            var next = bytes[..(last + 1)];
            next[last]++;
            return new Utf8Text(next);
        }
    }
}
