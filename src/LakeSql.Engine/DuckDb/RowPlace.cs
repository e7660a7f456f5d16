using LakeSql.Common.Names;

namespace LakeSql.Engine.DuckDb;

/// <summary>Where a row of a table lies, as columns beside the table's own.</summary>
internal static class RowPlace
{
    /// <summary>The path of the row's file.</summary>
    public const string File = "\"lakesql file\"";

    /// <summary>The row's position in its file, counted from 0.</summary>
    public const string Row = "\"lakesql row\"";

    /// <summary>True for the rows that a statement changes.</summary>
    public const string IsMarked = "\"lakesql is marked\"";

    private static readonly string[] ReaderColumns = ["filename", "file_index", "file_row_number"];

    /// <summary>True when the engine's reader has a column of that name itself.</summary>
    public static bool IsReaders(string name) => ReaderColumns.Contains(name, Identifier.Comparer);
}
