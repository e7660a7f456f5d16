using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using LakeSql.Storage.Delta.Log;

namespace LakeSql.Storage.Delta.Variants;

/// <summary>Values of Spark's binary variant encoding as JSON text.</summary>
/// <remarks>Source: the Parquet format, "Variant Binary Encoding", version 1.</remarks>
public static class VariantJson
{
    private const int Version = 1;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = LogJson.Options.Encoder };

    /// <summary>The JSON of a value.</summary>
    /// <param name="metadata">The dictionary of the names of fields.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidDataException">The bytes are no such value.</exception>
    public static string Of(ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions))
        {
            try
            {
                Write(writer, Names(metadata), value);
            }
            catch (Exception e) when (e is ArgumentException or InsufficientExecutionStackException
                or InvalidOperationException or OverflowException or IndexOutOfRangeException)
            {
                throw new InvalidDataException($"a damaged variant: {e.Message}", e);
            }
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static string[] Names(ReadOnlySpan<byte> metadata)
    {
        var header = metadata[0];
        if ((header & 15) != Version)
        {
            throw new InvalidDataException($"a variant of version {header & 15}");
        }

        var width = (header >> 6) + 1;
        var count = Number(metadata[1..], 0, width);
        var offsets = metadata[(1 + width)..];
        var texts = offsets[((count + 1) * width)..];
        var names = new string[count];
        for (var i = 0; i < count; i++)
        {
            names[i] = Encoding.UTF8.GetString(texts[Number(offsets, i, width)..Number(offsets, i + 1, width)]);
        }

        return names;
    }

    private static void Write(Utf8JsonWriter writer, string[] names, ReadOnlySpan<byte> value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var header = value[0] >> 2;
        var rest = value[1..];
        switch (value[0] & 3)
        {
            case 0: WritePlain(writer, header, rest); break;
            case 1: writer.WriteStringValue(rest[..header]); break;
            case 2: WriteObject(writer, names, header, rest); break;
            default: WriteArray(writer, names, header, rest); break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, string[] names, int header, ReadOnlySpan<byte> rest)
    {
        var offsetWidth = (header & 3) + 1;
        var idWidth = ((header >> 2) & 3) + 1;
        var countWidth = (header & 16) != 0 ? 4 : 1;
        var count = Number(rest, 0, countWidth);
        var ids = rest[countWidth..];
        var offsets = ids[(count * idWidth)..];
        var values = offsets[((count + 1) * offsetWidth)..];
        writer.WriteStartObject();
        for (var i = 0; i < count; i++)
        {
            writer.WritePropertyName(names[Number(ids, i, idWidth)]);
            Write(writer, names, values[Number(offsets, i, offsetWidth)..]);
        }

        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, string[] names, int header, ReadOnlySpan<byte> rest)
    {
        var width = (header & 3) + 1;
        var countWidth = (header & 4) != 0 ? 4 : 1;
        var count = Number(rest, 0, countWidth);
        var offsets = rest[countWidth..];
        var values = offsets[((count + 1) * width)..];
        writer.WriteStartArray();
        for (var i = 0; i < count; i++)
        {
            Write(writer, names, values[Number(offsets, i, width)..]);
        }

        writer.WriteEndArray();
    }

    private static void WritePlain(Utf8JsonWriter writer, int type, ReadOnlySpan<byte> rest)
    {
        switch (type)
        {
            case 0: writer.WriteNullValue(); break;
            case 1: writer.WriteBooleanValue(true); break;
            case 2: writer.WriteBooleanValue(false); break;
            case 3: writer.WriteNumberValue((sbyte)rest[0]); break;
            case 4: writer.WriteNumberValue(BitConverter.ToInt16(rest)); break;
            case 5: writer.WriteNumberValue(BitConverter.ToInt32(rest)); break;
            case 6: writer.WriteNumberValue(BitConverter.ToInt64(rest)); break;
            case 7: WriteDouble(writer, BitConverter.ToDouble(rest)); break;
            case 8: WriteDecimal(writer, rest, 4); break;
            case 9: WriteDecimal(writer, rest, 8); break;
            case 10: WriteDecimal(writer, rest, 16); break;
            case 11:
                writer.WriteStringValue(Text(
                    DateTime.UnixEpoch.AddDays(BitConverter.ToInt32(rest)), "yyyy-MM-dd"));
                break;
            case 12: writer.WriteStringValue(Instant(BitConverter.ToInt64(rest)) + "+00:00"); break;
            case 13: writer.WriteStringValue(Instant(BitConverter.ToInt64(rest))); break;
            case 14: WriteDouble(writer, BitConverter.ToSingle(rest)); break;
            case 15: writer.WriteBase64StringValue(rest.Slice(4, Number(rest, 0, 4))); break;
            case 16: writer.WriteStringValue(rest.Slice(4, Number(rest, 0, 4))); break;
            case 17:
                writer.WriteStringValue(Text(
                    DateTime.UnixEpoch.AddTicks(10 * BitConverter.ToInt64(rest)), "HH:mm:ss.FFFFFF"));
                break;
            case 18: writer.WriteStringValue(Instant(BitConverter.ToInt64(rest) / 1000) + "+00:00"); break;
            case 19: writer.WriteStringValue(Instant(BitConverter.ToInt64(rest) / 1000)); break;
            case 20: writer.WriteStringValue(new Guid(rest[..16], bigEndian: true)); break;
            default: throw new InvalidDataException($"a variant of the unknown type {type}");
        }
    }

    /// <summary>What JSON has no number for is a text.</summary>
    private static void WriteDouble(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteDecimal(Utf8JsonWriter writer, ReadOnlySpan<byte> rest, int width)
    {
        var unscaled = new BigInteger(rest.Slice(1, width));
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(rest[0] + 1, '0');
        var text = (unscaled.Sign < 0 ? "-" : "") + digits[..^rest[0]] + (rest[0] > 0 ? "." + digits[^rest[0]..] : "");
        writer.WriteRawValue(text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text);
    }

    private static string Instant(long microseconds) =>
        Text(DateTime.UnixEpoch.AddTicks(checked(10 * microseconds)), "yyyy-MM-dd HH:mm:ss.FFFFFF");

    private static string Text(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static int Number(ReadOnlySpan<byte> bytes, int index, int width)
    {
        var number = 0;
        foreach (var value in bytes.Slice(index * width, width))
        {
            number = (number >>> 8) | (value << 24);
        }

        number >>>= 8 * (4 - width);
        return number >= 0 ? number : throw new OverflowException("a number beyond 2^31");
    }
}
