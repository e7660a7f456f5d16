using System.Buffers.Binary;

namespace LakeSql.Storage.Delta.DeletionVectors;

/// <summary>Which rows of a data file are deleted, by their position in the file, counted from 0.</summary>
/// <remarks>
/// A Roaring bitmap of 64-bit numbers in its portable form, after the magic number of the Delta protocol
/// ("Deletion Vector Format"); the inner format is that of the Roaring format specification. Reading never needs more
/// than a fixed multiple of the bytes that were read, whatever these claim.
/// </remarks>
public sealed class DeletedRows
{
    /// <summary>The most numbers that a container keeps as a list; the format's own limit.</summary>
    private const int ListMax = 4096;

    private const int Magic = 1681511377;
    private const uint CookieWithoutRuns = 12346;
    private const uint CookieWithRuns = 12347;

    /// <summary>From this many containers of 32-bit bitmaps on, those with runs have offsets as well.</summary>
    private const int OffsetsFrom = 4;

    private readonly Dictionary<long, Container> containers;

    private DeletedRows(Dictionary<long, Container> containers)
    {
        this.containers = containers;
        Count = containers.Values.Sum(c => (long)c.Count);
    }

    /// <summary>No row.</summary>
    public static readonly DeletedRows None = new([]);

    /// <summary>How many rows are deleted.</summary>
    public long Count { get; }

    /// <summary>All of them, ascending.</summary>
    public IEnumerable<long> Rows =>
        containers.OrderBy(c => c.Key).SelectMany(c => c.Value.Values, (c, low) => (c.Key << 16) + low);

    /// <summary>The rows of a list, in any order; doubles count once.</summary>
    public static DeletedRows Of(IEnumerable<long> rows)
    {
        var made = new Dictionary<long, Container>();
        foreach (var group in rows.GroupBy(r => r >> 16))
        {
            ushort[] low = [.. group.Select(r => (ushort)r).Distinct().Order()];
            made[group.Key] = Container.OfList(low);
        }

        return new DeletedRows(made);
    }

    /// <summary>The bitmap in <paramref name="bytes"/>, which begin with the magic number.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such bitmap.</exception>
    public static DeletedRows Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        if (reader.Int32() != Magic)
        {
            throw new InvalidDataException("a deletion vector of an unknown format");
        }

        var containers = new Dictionary<long, Container>();
        var bitmapCount = reader.Int64();
        for (long i = 0; i < bitmapCount; i++)
        {
            ReadBitmap(ref reader, (long)reader.UInt32() << 16, containers);
        }

        return new DeletedRows(containers);
    }

    /// <summary>The bytes that <see cref="Read"/> reads.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        var bitmaps = containers.GroupBy(c => c.Key >> 16).OrderBy(g => g.Key).ToList();
        writer.Write((long)bitmaps.Count);
        foreach (var bitmap in bitmaps)
        {
            writer.Write((uint)bitmap.Key);
            WriteBitmap(writer, [.. bitmap.OrderBy(c => c.Key)]);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>True when the row is deleted.</summary>
    public bool Contains(long row) =>
        containers.TryGetValue(row >> 16, out var container) && container.Contains((ushort)row);

    /// <summary>Says of each row whether it is still there; rows that lie together are fastest.</summary>
    public void MarkLive(ReadOnlySpan<long> rows, Span<bool> isLive)
    {
        var key = long.MinValue;
        Container? container = null;
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] >> 16 != key)
            {
                key = rows[i] >> 16;
                container = containers.GetValueOrDefault(key);
            }

            isLive[i] = container is null || !container.Contains((ushort)rows[i]);
        }
    }

    /// <summary>These and the others.</summary>
    public DeletedRows Union(DeletedRows other)
    {
        var union = new Dictionary<long, Container>(containers);
        foreach (var (key, container) in other.containers)
        {
            union[key] = union.TryGetValue(key, out var mine)
                ? Container.OfList([.. mine.Values.Union(container.Values).Order().Select(v => (ushort)v)])
                : container;
        }

        return new DeletedRows(union);
    }

    /// <summary>These without the others.</summary>
    public DeletedRows Except(DeletedRows other) => other.Count == 0 ? this : Of(Rows.Where(r => !other.Contains(r)));

    private static void ReadBitmap(ref ByteReader reader, long high, Dictionary<long, Container> containers)
    {
        var cookie = reader.UInt32();
        var hasRuns = (cookie & 0xFFFF) == CookieWithRuns;
        var count = hasRuns ? (int)(cookie >> 16) + 1
            : cookie == CookieWithoutRuns ? reader.Int32()
            : throw new InvalidDataException("a bitmap without a cookie");
        if (count is < 0 or > 1 << 16)
        {
            throw new InvalidDataException($"a bitmap of {count} containers");
        }

        var runFlags = hasRuns ? reader.Bytes((count + 7) / 8) : [];
        var header = reader.Bytes(count * 4);
        if (!hasRuns || count >= OffsetsFrom)
        {
            reader.Bytes(count * 4);
        }

        for (var i = 0; i < count; i++)
        {
            var key = BinaryPrimitives.ReadUInt16LittleEndian(header[(4 * i)..]);
            var size = BinaryPrimitives.ReadUInt16LittleEndian(header[((4 * i) + 2)..]) + 1;
            var container = hasRuns && (runFlags[i / 8] & (1 << (i % 8))) != 0
                ? Container.OfRuns(reader.UInt16s(2 * reader.UInt16()))
                : size > ListMax ? Container.OfBits(reader.Bytes(8192)) : Container.OfList(reader.UInt16s(size));
            if (container.Count != size || !containers.TryAdd(high | key, container))
            {
                throw new InvalidDataException($"a container that claims {size} rows and has {container.Count}");
            }
        }
    }

    private static void WriteBitmap(BinaryWriter writer, KeyValuePair<long, Container>[] containers)
    {
        writer.Write(CookieWithoutRuns);
        writer.Write(containers.Length);
        foreach (var (key, container) in containers)
        {
            writer.Write((ushort)key);
            writer.Write((ushort)(container.Count - 1));
        }

        var offset = 8 + (8 * containers.Length);
        foreach (var (_, container) in containers)
        {
            writer.Write(offset);
            offset += container.Count > ListMax ? 8192 : 2 * container.Count;
        }

        foreach (var (_, container) in containers)
        {
            if (container.Count > ListMax)
            {
                writer.Write(container.ToBits());
                continue;
            }

            foreach (var value in container.Values)
            {
                writer.Write((ushort)value);
            }
        }
    }
}
