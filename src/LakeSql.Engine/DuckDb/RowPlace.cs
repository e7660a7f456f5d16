using DuckDB.NET.Data;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.DeletionVectors;

namespace LakeSql.Engine.DuckDb;

/// <summary>Where a row of a table lies, as columns beside the table's own.</summary>
/// <remarks>Names of a table's columns have no such first character: <c>ColumnRules.Reserved</c>.</remarks>
internal static class RowPlace
{
    /// <summary>The path of the row's file.</summary>
    public const string File = "\"\uE000file\"";

    /// <summary>The row's position in its file, counted from 0.</summary>
    public const string Row = "\"\uE000row\"";

    /// <summary>Both of them.</summary>
    public static readonly IReadOnlyList<ColumnDefinition> Columns =
        [new("file", PrimitiveType.String), new("row", PrimitiveType.BigInt)];

    /// <summary>True for the rows that a statement changes.</summary>
    public const string IsMarked = "\"\uE000is marked\"";

    /// <summary>Rows by file, from a result of paths and lists of positions.</summary>
    /// <exception cref="LakeSqlException">LSQ4002 when the log names a file twice, in two spellings.</exception>
    public static Dictionary<DataFile, DeletedRows> Read(DuckDBDataReader reader, Snapshot snapshot)
    {
        var byPath = new Dictionary<string, DataFile>(StringComparer.Ordinal);
        foreach (var file in snapshot.Files)
        {
            if (!byPath.TryAdd(snapshot.PathOf(file), file))
            {
                throw ErrorCode.LogCorrupt.Error($"the log of {snapshot.Directory} names a file twice: {file.Path}");
            }
        }

        var rows = new Dictionary<DataFile, DeletedRows>();
        while (reader.Read())
        {
            rows.Add(byPath[reader.GetString(0)], DeletedRows.Of(reader.GetFieldValue<List<long>>(1)));
        }

        return rows;
    }

    private static readonly string[] ReaderColumns = ["filename", "file_index", "file_row_number"];

    /// <summary>True when the engine's reader has a column of that name itself.</summary>
    public static bool IsReaders(string name) => ReaderColumns.Contains(name, Identifier.Comparer);
}
