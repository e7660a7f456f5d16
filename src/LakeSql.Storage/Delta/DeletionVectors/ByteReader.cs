using System.Buffers.Binary;

namespace LakeSql.Storage.Delta.DeletionVectors;

/// <summary>Little-endian numbers one after the other, and an error where the bytes end too soon.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    public ushort[] UInt16s(int count)
    {
        var bytes = Bytes(2 * count);
        var values = new ushort[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
        }

        return values;
    }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > rest.Length)
        {
            throw new InvalidDataException("a deletion vector that ends too soon");
        }

        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
