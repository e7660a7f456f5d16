using System.Data.Common;

namespace LakeSql.Differential;

/// <summary>What an engine says to a query: an error, or names, types and cells.</summary>
/// <param name="Error">The message; null when it succeeded.</param>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The rows, each cell with its type; null where only the query itself could be run.</param>
/// <param name="RowCount">The number of rows.</param>
internal sealed record QueryAnswer(string? Error, string[] Columns, string[]? Rows, int RowCount)
{
    private const string TextAndTypes = "SELECT CAST(COLUMNS(*) AS VARCHAR), typeof(COLUMNS(*)) FROM (\n";

    /// <summary>
    /// The query itself tells names, errors and the number of rows; the engine's own text of its cells, and their
    /// types, tell the rest, so that no conversion on the way here hides or makes a difference.
    /// </summary>
    public static QueryAnswer Of(DbConnection connection, string sql)
    {
        try
        {
            var (columns, bare) = Read(connection, sql);
            string[]? rows = null;
            try
            {
                rows = Read(connection, $"{TextAndTypes}{sql}\n)").Rows;
            }
            catch (DbException)
            {
                // Not every query can stand in FROM.
            }

            return new QueryAnswer(null, columns, rows, bare.Length);
        }
        catch (DbException e)
        {
            return new QueryAnswer(e.Message, [], null, 0);
        }
    }

    /// <summary>How the other answer differs from this one; null when it does not.</summary>
    public string? DifferenceTo(QueryAnswer other, string sql, bool isOrdered)
    {
        if (Error is not null || other.Error is not null)
        {
            return (Error is null) == (other.Error is null) ? null : "one fails";
        }

        if (!ColumnNames.AreAlike(Columns, other.Columns, sql))
        {
            return "names";
        }

        if (RowCount != other.RowCount)
        {
            return "number of rows";
        }

        if ((Rows is null) != (other.Rows is null))
        {
            return "one fails in FROM";
        }

        return Rows is null || Comparable(Rows, isOrdered).SequenceEqual(Comparable(other.Rows!, isOrdered))
            ? null : "cells";
    }

    public override string ToString() => Error is not null ? $"error: {Error}" : string.Join(
        "\n    ", [string.Join(", ", Columns), .. (Rows ?? [$"{RowCount} rows"]).Take(8)]);

    private static IEnumerable<string> Comparable(string[] rows, bool isOrdered) =>
        isOrdered ? rows : rows.Order(StringComparer.Ordinal);

    private static (string[] Columns, string[] Rows) Read(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var isText = sql.StartsWith(TextAndTypes, StringComparison.Ordinal);
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(!isText ? "" : string.Join(" | ", Enumerable.Range(0, columns.Length)
                .Select(i => reader.IsDBNull(i) ? "NULL" : reader.GetString(i))));
        }

        return (columns, [.. rows]);
    }
}
