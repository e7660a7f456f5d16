using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace LakeSql.Benchmarks;

/// <summary>The rival's front end through its C API, without what an ADO.NET provider adds.</summary>
internal static class NativePrepare
{
    /// <summary>Parses, binds, plans and optimises one statement.</summary>
    public static void Prepare(DuckDBConnection connection, string sql)
    {
        var state = NativeMethods.PreparedStatements.DuckDBPrepare(
            connection.NativeConnection, sql, out var statement);
        using (statement)
        {
            if (state != DuckDBState.Success)
            {
                throw new InvalidOperationException(
                    NativeMethods.PreparedStatements.DuckDBPrepareError(statement).ToString());
            }
        }
    }

    /// <summary>Parses alone.</summary>
    public static void Parse(DuckDBConnection connection, string sql)
    {
        var count = NativeMethods.ExtractStatements.DuckDBExtractStatements(
            connection.NativeConnection, sql, out var statements);
        using (statements)
        {
            if (count != 1)
            {
                throw new InvalidOperationException($"{count} statements");
            }
        }
    }
}
