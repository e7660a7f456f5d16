using System.Buffers.Binary;

namespace LakeSql.Storage.Delta.DeletionVectors;

/// <summary>Bytes as text, five characters for four bytes.</summary>
/// <remarks>
/// Source: ZeroMQ RFC 32, Z85, whose numbers are big-endian. Some writers of deletion vectors shorten the last block.
/// </remarks>
internal static class Base85
{
    private const string Digits =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    /// <exception cref="InvalidDataException">The text is no such encoding.</exception>
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        if (text.Length % 5 != 0)
        {
            throw new InvalidDataException($"Base85 text of {text.Length} characters");
        }

        // No whole block begins with the last digit, since that would be beyond 32 bits: so it can stand for a byte
        // that is missing from the last block.
        var missing = 0;
        while (text.Length > 0 && missing < 3 && text[^(5 - missing)] == Digits[^1])
        {
            missing++;
        }

        var bytes = new byte[text.Length / 5 * 4];
        for (var i = 0; i < text.Length / 5; i++)
        {
            var skipped = i == (text.Length / 5) - 1 ? missing : 0;
            var number = Number(text.Slice(5 * i, 5)[skipped..]) << (8 * skipped);
            BinaryPrimitives.WriteUInt32BigEndian(
                bytes.AsSpan(4 * i),
                number <= uint.MaxValue ? (uint)number : throw new InvalidDataException("damaged Base85 text"));
        }

        return bytes[..(bytes.Length - missing)];
    }

    private static ulong Number(ReadOnlySpan<char> digits)
    {
        ulong number = 0;
        foreach (var character in digits)
        {
            var digit = Digits.IndexOf(character, StringComparison.Ordinal);
            number = digit >= 0 ? (number * 85) + (ulong)digit : throw new InvalidDataException("damaged Base85 text");
        }

        return number;
    }

    /// <param name="bytes">As many as four divides.</param>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length / 4 * 5];
        for (var i = 0; i < bytes.Length / 4; i++)
        {
            var number = BinaryPrimitives.ReadUInt32BigEndian(bytes[(4 * i)..]);
            for (var place = 4; place >= 0; place--)
            {
                text[(5 * i) + place] = Digits[(int)(number % 85)];
                number /= 85;
            }
        }

        return new string(text);
    }
}
