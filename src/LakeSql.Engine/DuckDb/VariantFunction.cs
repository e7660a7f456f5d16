using DuckDB.NET.Data;
using DuckDB.NET.Data.DataChunk.Reader;
using DuckDB.NET.Data.DataChunk.Writer;
using LakeSql.Storage.Delta.Variants;

namespace LakeSql.Engine.DuckDb;

/// <summary>Gives the engine JSON for variants, which it reads from Parquet as two columns of bytes.</summary>
internal static class VariantFunction
{
    /// <summary>The function: <c>(metadata BLOB, value BLOB) → VARCHAR</c>.</summary>
    public const string Name = "lakesql_variant_json";

    /// <summary>Makes the function known to a database.</summary>
    public static void Register(DuckDBConnection connection) =>
        connection.RegisterScalarFunction<byte[], byte[], string>(
            Name, Fill, new ScalarFunctionOptions { IsPureFunction = false, HandlesNulls = true });

    private static void Fill(IReadOnlyList<IDuckDBDataReader> readers, IDuckDBDataWriter writer, ulong rowCount)
    {
        for (ulong row = 0; row < rowCount; row++)
        {
            if (readers[0].IsValid(row) && readers[1].IsValid(row))
            {
                writer.WriteValue(VariantJson.Of(Bytes(readers[0], row), Bytes(readers[1], row)), row);
            }
            else
            {
                writer.WriteNull(row);
            }
        }
    }

    private static unsafe ReadOnlySpan<byte> Bytes(IDuckDBDataReader reader, ulong row)
    {
        var stream = reader.GetValue<UnmanagedMemoryStream>(row);
        return new ReadOnlySpan<byte>(stream.PositionPointer, (int)stream.Length);
    }
}
