using System.Buffers.Binary;

namespace LakeSql.Storage.Delta.DeletionVectors;

/// <summary>The rows of one stretch of 65,536: a list, a bit for each, or runs.</summary>
internal sealed class Container
{
    private const int BitCount = 1 << 16;

    /// <summary>From this many numbers on, a bit for each is faster to look at and not much larger.</summary>
    private const int BitsFrom = 128;

    private readonly ulong[]? bits;
    private readonly ushort[] list;
    private readonly bool isRuns;

    private Container(ulong[]? bits, ushort[] list, bool isRuns, int count)
    {
        this.bits = bits;
        this.list = list;
        this.isRuns = isRuns;
        Count = count;
    }

    public int Count { get; }

    /// <summary>The numbers, ascending.</summary>
    public IEnumerable<int> Values =>
        bits is not null ? Enumerable.Range(0, BitCount).Where(IsSet)
        : isRuns ? Enumerable.Range(0, list.Length / 2)
            .SelectMany(i => Enumerable.Range(list[2 * i], list[(2 * i) + 1] + 1))
        : list.Select(v => (int)v);

    /// <param name="values">Ascending, none twice.</param>
    public static Container OfList(ushort[] values)
    {
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] <= values[i - 1])
            {
                throw new InvalidDataException("a container whose rows are not in order");
            }
        }

        if (values.Length < BitsFrom)
        {
            return new Container(null, values, false, values.Length);
        }

        var bits = new ulong[BitCount / 64];
        foreach (var value in values)
        {
            bits[value >> 6] |= 1UL << (value & 63);
        }

        return new Container(bits, [], false, values.Length);
    }

    public static Container OfBits(ReadOnlySpan<byte> bytes)
    {
        var bits = new ulong[BitCount / 64];
        var count = 0;
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]);
            count += System.Numerics.BitOperations.PopCount(bits[i]);
        }

        return new Container(bits, [], false, count);
    }

    /// <param name="runs">Pairs of the first number and how many follow it.</param>
    public static Container OfRuns(ushort[] runs)
    {
        var count = 0;
        var after = 0;
        for (var i = 0; i < runs.Length; i += 2)
        {
            var end = runs[i] + runs[i + 1];
            if (runs[i] < after || end >= BitCount)
            {
                throw new InvalidDataException("a container whose runs are not in order");
            }

            after = end + 1;
            count += runs[i + 1] + 1;
        }

        return new Container(null, runs, true, count);
    }

    public bool Contains(ushort value) =>
        bits is not null ? IsSet(value) : isRuns ? IsInRun(value) : Array.BinarySearch(list, value) >= 0;

    public byte[] ToBits()
    {
        var bytes = new byte[BitCount / 8];
        foreach (var value in Values)
        {
            bytes[value >> 3] |= (byte)(1 << (value & 7));
        }

        return bytes;
    }

    private bool IsSet(int value) => (bits![value >> 6] & (1UL << (value & 63))) != 0;

    private bool IsInRun(ushort value)
    {
        var (low, high) = (0, (list.Length / 2) - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (value < list[2 * middle])
            {
                high = middle - 1;
            }
            else if (value > list[2 * middle] + list[(2 * middle) + 1])
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }
}
