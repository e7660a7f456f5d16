using System.Buffers.Binary;

namespace LakeSql.Models.Torch;

/// <summary>The versions of symbols that a 64-bit little-endian ELF library needs (section .gnu.version_r).</summary>
internal static class ElfVersions
{
    private const uint SectionTypeVersionNeeds = 0x6ffffffe;
    private const ushort FlagWeak = 2;

    /// <summary>Marks a needed version as one whose absence the loader forgives.</summary>
    public static void MakeWeak(byte[] file, string version)
    {
        var sections = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(40));
        var size = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(58));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(60));
        for (var i = 0; i < count; i++)
        {
            var section = file.AsSpan(sections + (i * size));
            if (BinaryPrimitives.ReadUInt32LittleEndian(section[4..]) == SectionTypeVersionNeeds)
            {
                var start = (int)BinaryPrimitives.ReadUInt64LittleEndian(section[24..]);
                var link = (int)BinaryPrimitives.ReadUInt32LittleEndian(section[40..]);
                var strings = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(sections + (link * size) + 24));
                Mark(file, start, strings, version);
            }
        }
    }

    private static void Mark(byte[] file, int need, int strings, string version)
    {
        while (true)
        {
            var auxiliary = need + (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(need + 8));
            while (true)
            {
                var name = strings + (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(auxiliary + 8));
                var length = file.AsSpan(name).IndexOf((byte)0);
                if (System.Text.Encoding.ASCII.GetString(file, name, length) == version)
                {
                    var flags = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(auxiliary + 4));
                    BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(auxiliary + 4), (ushort)(flags | FlagWeak));
                }

                var nextAuxiliary = (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(auxiliary + 12));
                if (nextAuxiliary == 0)
                {
                    break;
                }

                auxiliary += nextAuxiliary;
            }

            var next = (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(need + 12));
            if (next == 0)
            {
                return;
            }

            need += next;
        }
    }
}
