using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta.DeletionVectors;

namespace LakeSql.Engine.DuckDb;

/// <summary>Tells the engine which rows of a table's files are still there.</summary>
/// <remarks>
/// A function of the engine belongs to the whole database, so each scan names its vectors by a key, a constant that is
/// the first argument. Registered through DuckDB's C API: a row costs about a nanosecond there. It is pure and takes
/// any value, so the engine may call it when and where it likes.
/// </remarks>
internal sealed unsafe class DeletionFilter : IDisposable
{
    /// <summary>The function: <c>(key BIGINT, file_index UBIGINT, file_row_number BIGINT) → BOOLEAN</c>.</summary>
    public const string Function = "lakesql_is_live";

    private static readonly ConcurrentDictionary<long, DeletedRows?[]> ByKey = new();
    private static long lastKey;

    private readonly List<long> keys = [];

    /// <summary>Makes the function known to a database.</summary>
    public static void Register(DuckDBConnection connection) => DuckDbApi.Register(
        connection, Function, [DuckDbApi.TypeBigInt, DuckDbApi.TypeUnsignedBigInt, DuckDbApi.TypeBigInt],
        DuckDbApi.TypeBoolean, &Invoke);

    /// <summary>Keeps the vectors of a scan's files, in the order of the files, until the statement ends.</summary>
    public long Keep(DeletedRows?[] byFile)
    {
        var key = Interlocked.Increment(ref lastKey);
        ByKey[key] = byFile;
        keys.Add(key);
        return key;
    }

    public void Dispose() => keys.ForEach(k => ByKey.TryRemove(k, out _));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Invoke(nint call, nint input, nint output)
    {
        // An exception must not cross into native code: it would end the process.
        try
        {
            Fill(input, output);
        }
        catch (Exception e)
        {
            DuckDbApi.SetError(call, e.Message);
        }
    }

    private static void Fill(nint input, nint output)
    {
        var count = (int)DuckDbApi.ChunkSize(input);
        if (count == 0)
        {
            return;
        }

        var key = *(long*)DuckDbApi.VectorData(DuckDbApi.ChunkVector(input, 0));
        var files = (ulong*)DuckDbApi.VectorData(DuckDbApi.ChunkVector(input, 1));
        var rows = new ReadOnlySpan<long>(DuckDbApi.VectorData(DuckDbApi.ChunkVector(input, 2)), count);
        var live = new Span<bool>(DuckDbApi.VectorData(output), count);
        var byFile = ByKey.GetValueOrDefault(key) ?? throw new InvalidOperationException("the statement has ended");
        for (var start = 0; start < count;)
        {
            // A chunk is of one file; nobody promises it.
            var file = files[start];
            var end = start + 1;
            while (end < count && files[end] == file)
            {
                end++;
            }

            if (file < (ulong)byFile.Length && byFile[file] is { } deleted)
            {
                deleted.MarkLive(rows[start..end], live[start..end]);
            }
            else
            {
                live[start..end].Fill(true);
            }

            start = end;
        }
    }
}
