using System.Globalization;
using LakeSql.Common.Types;

namespace LakeSql.Engine.Execution;

/// <summary>Partition values as the Delta protocol spells them, from the text that DuckDB gives.</summary>
/// <remarks>
/// DuckDB's spelling is often the protocol's, but other readers refuse its instants (<c>…10:00:00+00</c>) and know the
/// special numbers by other names.
/// </remarks>
internal static class PartitionText
{
    /// <summary>The types whose values have a text that every reader takes for the same value.</summary>
    public static bool CanSpell(DataType type) =>
        type is PrimitiveType && type != PrimitiveType.Binary && type != PrimitiveType.Image
        || type is DecimalType;

    public static string Of(string text, DataType type)
    {
        if (type == PrimitiveType.Float || type == PrimitiveType.Double)
        {
            return text switch { "nan" or "-nan" => "NaN", "inf" => "Infinity", "-inf" => "-Infinity", _ => text };
        }

        if (type == PrimitiveType.Timestamp)
        {
            return DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                ? instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)
                : text;
        }

        return type == PrimitiveType.TimestampNtz
            && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                ? time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)
                : text;
    }
}
