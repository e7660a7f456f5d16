using System.Buffers.Binary;

namespace LakeSql.Storage.Delta.DeletionVectors;

/// <summary>Bytes as text, five characters for four bytes.</summary>
/// <remarks>Source: ZeroMQ RFC 32, Z85. Its numbers are big-endian.</remarks>
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

        var bytes = new byte[text.Length / 5 * 4];
        for (var i = 0; i < text.Length / 5; i++)
        {
            ulong number = 0;
            foreach (var character in text.Slice(5 * i, 5))
            {
                var digit = Digits.IndexOf(character, StringComparison.Ordinal);
                number = digit < 0 ? ulong.MaxValue : (number * 85) + (ulong)digit;
            }

            BinaryPrimitives.WriteUInt32BigEndian(
                bytes.AsSpan(4 * i),
                number <= uint.MaxValue ? (uint)number : throw new InvalidDataException("damaged Base85 text"));
        }

        return bytes;
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
