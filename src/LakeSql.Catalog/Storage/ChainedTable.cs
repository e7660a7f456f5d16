using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LakeSql.Catalog.Storage;

/// <summary>
/// A table whose rows are links of the one chain of records: each has a digest over its cells and the digest of the
/// record before, whichever table that is in. So a row that is changed or taken away shows in every later one.
/// </summary>
/// <param name="Name">The table.</param>
/// <param name="Columns">Its columns between the record's number, which is its id, and its digest.</param>
internal sealed record ChainedTable(string Name, string[] Columns)
{
    /// <summary>The digest before the first record.</summary>
    public static readonly string NoDigest = new('0', DigestLength);

    /// <summary>Hexadecimal digits of a SHA-256.</summary>
    public const int DigestLength = 64;

    /// <summary>What statements asked for, and what they were answered.</summary>
    public static readonly ChainedTable Audit = new("audit",
    [
        "event_id", "event_time", "user_name", "acting_as", "session_id", "query_id", "action_name", "securable",
        "privilege", "allowed",
    ]);

    /// <summary>The statements, with how they ended.</summary>
    public static readonly ChainedTable History = new("query_history",
    [
        "query_id", "session_id", "user_name", "acting_as", "statement_text", "statement_type", "start_time",
        "duration_us", "status", "error_code", "error_message", "rows_produced",
    ]);

    /// <summary>Stores a record: its number, its cells, its digest.</summary>
    public string Insert { get; } =
        $"INSERT INTO {Name} (id, {string.Join(", ", Columns)}, digest) VALUES ("
        + string.Join(", ", Enumerable.Range(1, Columns.Length + 2).Select(i => $"${i}")) + ")";

    /// <summary>The records after number $1 and up to number $2: number, digest, cells.</summary>
    public string Select { get; } =
        $"SELECT id, digest, {string.Join(", ", Columns)} FROM {Name} WHERE id > $1 AND id <= $2 ORDER BY id";

    /// <summary>The digest of a record of this table.</summary>
    /// <param name="before">The digest of the record before.</param>
    /// <param name="number">The record's number.</param>
    /// <param name="cells">Texts, whole numbers, truth values and nulls.</param>
    public string Digest(string before, long number, ReadOnlySpan<object?> cells)
    {
        // Each cell is written with its length, so that no two records give the same bytes.
        var bytes = new ArrayBufferWriter<byte>(512);
        Add(bytes, before);
        Add(bytes, Name);
        Add(bytes, number);
        foreach (var cell in cells)
        {
            Add(bytes, cell);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }

    private static void Add(ArrayBufferWriter<byte> bytes, object? cell)
    {
        var text = cell switch
        {
            null => null,
            string s => s,
            bool b => b ? "1" : "0",
            _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
        };
        BinaryPrimitives.WriteInt32LittleEndian(
            bytes.GetSpan(sizeof(int)), text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        bytes.Advance(sizeof(int));
        Encoding.UTF8.GetBytes(text, bytes);
    }
}
