using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Durability;

namespace LakeSql.Storage.Delta.DeletionVectors;

/// <summary>Deletion vectors where tables keep them: in files of their own, or in the log.</summary>
/// <remarks>Source: the Delta protocol, "Deletion Vectors" and "Deletion Vector File Storage Format".</remarks>
internal static class DeletionVectorFile
{
    private const int UuidLength = 20;
    private const byte FileVersion = 1;

    private static readonly ConditionalWeakTable<DeletionVectorDescriptor, DeletedRows> Known = [];

    /// <summary>The rows that a vector of the table in these places deletes.</summary>
    /// <exception cref="LakeSqlException">
    /// LSQ4002 when the vector is damaged, LSQ6007 when it cannot be read.
    /// </exception>
    public static DeletedRows Read(TablePlaces places, DeletionVectorDescriptor vector)
    {
        if (Known.TryGetValue(vector, out var known))
        {
            return known;
        }

        var rows = Load(places, vector);
        if (rows.Count != vector.Cardinality)
        {
            throw Damaged(vector, $"it should delete {vector.Cardinality} rows and has {rows.Count}");
        }

        Known.AddOrUpdate(vector, rows);
        return rows;
    }

    /// <summary>Writes vectors into one new file of the table, on the disk before this returns.</summary>
    public static IReadOnlyList<DeletionVectorDescriptor> Write(string root, IReadOnlyList<DeletedRows> vectors)
    {
        var uuid = Guid.NewGuid();
        var name = Base85.Encode(uuid.ToByteArray(bigEndian: true));
        using var content = new MemoryStream();
        content.WriteByte(FileVersion);
        var descriptors = new List<DeletionVectorDescriptor>(vectors.Count);
        Span<byte> number = stackalloc byte[4];
        foreach (var vector in vectors)
        {
            var bytes = vector.ToBytes();
            descriptors.Add(new DeletionVectorDescriptor("u", name, (int)content.Length, bytes.Length, vector.Count));
            BinaryPrimitives.WriteInt32BigEndian(number, bytes.Length);
            content.Write(number);
            content.Write(bytes);
            BinaryPrimitives.WriteUInt32BigEndian(number, Checksum.Of(bytes));
            content.Write(number);
        }

        DurableFile.Replace(Path.Combine(root, $"deletion_vector_{uuid}.bin"), content.ToArray());
        return descriptors;
    }

    /// <summary>Where the vector's file is; null when it stands in the log itself.</summary>
    public static string? PathOf(TablePlaces places, DeletionVectorDescriptor vector) => vector.StorageType switch
    {
        "i" => null,
        "p" => places.Resolve(DataPath.Decode(vector.PathOrInlineDv)),
        "u" when vector.PathOrInlineDv.Length >= UuidLength =>
            DataPath.Resolve(places.Root, RelativePath(vector)),
        _ => throw Damaged(vector, "its place is unknown"),
    };

    private static DeletedRows Load(TablePlaces places, DeletionVectorDescriptor vector)
    {
        try
        {
            return PathOf(places, vector) is { } path
                ? DeletedRows.Read(ReadFile(path, vector))
                : DeletedRows.Read(Base85.Decode(vector.PathOrInlineDv));
        }
        catch (InvalidDataException e)
        {
            throw Damaged(vector, e.Message);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ErrorCode.FileNotFound.Error($"a deletion vector's file is gone: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCode.IoFailed.Error($"a deletion vector cannot be read: {e.Message}");
        }
    }

    private static byte[] ReadFile(string path, DeletionVectorDescriptor vector)
    {
        using var file = File.OpenHandle(path);
        var offset = vector.Offset ?? 1;
        if (vector.SizeInBytes < 0 || offset < 0 || offset + 8L + vector.SizeInBytes > RandomAccess.GetLength(file))
        {
            throw new InvalidDataException("its file ends before it does");
        }

        var bytes = new byte[vector.SizeInBytes + 8];
        RandomAccess.Read(file, bytes, offset);
        var size = BinaryPrimitives.ReadInt32BigEndian(bytes);
        var sum = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 + vector.SizeInBytes));
        var content = bytes[4..^4];
        return size == vector.SizeInBytes && Checksum.Of(content) == sum
            ? content : throw new InvalidDataException("its size or checksum is wrong");
    }

    /// <summary>The UUID in the last 20 characters names the file; what stands before it is a directory.</summary>
    private static string RelativePath(DeletionVectorDescriptor vector)
    {
        var split = vector.PathOrInlineDv.Length - UuidLength;
        var uuid = new Guid(Base85.Decode(vector.PathOrInlineDv.AsSpan(split)), bigEndian: true);
        return Path.Combine(vector.PathOrInlineDv[..split], $"deletion_vector_{uuid}.bin");
    }

    private static LakeSqlException Damaged(DeletionVectorDescriptor vector, string why) =>
        ErrorCode.LogCorrupt.Error($"the deletion vector {vector.UniqueId} is damaged: {why}");
}
