using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>
/// The 99 queries of TPC-DS over Delta tables, cell by cell against plain DuckDB over the same rows.
/// </summary>
/// <remarks>
/// Many of the queries leave the order of some rows, or which rows LIMIT cuts off, to the engine. A second DuckDB holds
/// the rows backwards: what its answer has in common with the first one's is what the query itself says.
/// </remarks>
public sealed partial class TpcdsTests
{
    private const string Options = "delim => '|', header => true, all_varchar => true, nullstr => ''";

    [Fact]
    public void All_queries_answer_as_plain_duckdb()
    {
        var data = Shared.Data("tpcds", "tiny");
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        using var duck = new DuckDBConnection("DataSource=:memory:");
        using var backwards = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        backwards.Open();
        connection.Run("CREATE VOLUME load");
        foreach (var file in Directory.EnumerateFiles(data, "*.csv.gz"))
        {
            Load(file, connection, duck, backwards);
        }

        var failures = new List<string>();
        var answered = 0;
        for (var query = 1; query <= 99; query++)
        {
            var sql = File.ReadAllText(Shared.Data("tpcds", "queries", $"{query:00}.sql"));
            var (found, expected) = (Answer.Of(connection, sql), Answer.Of(duck, sql));
            answered += expected.Rows.Count > 0 ? 1 : 0;
            var difference = found.Difference(expected, isOrdered: true);
            if (difference is not null && Answer.Of(backwards, sql) is var other
                && expected.Difference(other, isOrdered: true) is not null)
            {
                difference = found.Difference(expected, isOrdered: false);
                if (difference is not null && expected.Difference(other, isOrdered: false) is not null)
                {
                    var whole = Limit().Replace(sql, "");
                    difference = Answer.Of(connection, whole).Difference(Answer.Of(duck, whole), isOrdered: false);
                }
            }

            if (difference is not null)
            {
                failures.Add($"{query:00}: {difference}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));

        // At this size the other queries find nothing; fewer would mean that rows were lost while loading.
        Assert.InRange(answered, 25, 99);
    }

    private static void Load(
        string file, LakeSqlConnection connection, DuckDBConnection duck, DuckDBConnection backwards)
    {
        string[] columns;
        using (var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress)))
        {
            columns = reader.ReadLine()!.Split('|');
        }

        var table = Path.GetFileName(file).Split('.')[0];
        connection.Run($"PUT '{file}' INTO '/Volumes/main/default/load/'");
        var loaded = $"read_files('/Volumes/main/default/load/{table}.csv.gz', format => 'csv', {Options})";
        connection.Run($"CREATE TABLE {table} AS {Tpcds.Select(loaded, columns)}");
        var rows = Tpcds.Select($"read_csv('{file.Replace("'", "''")}', {Options})", columns);
        Execute(duck, $"CREATE TABLE {table} AS {rows}");
        Execute(backwards, $"CREATE TABLE {table} AS {rows} ORDER BY ALL DESC");
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [GeneratedRegex(@"\bLIMIT\s+\d+\s*;?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Limit();

    /// <summary>The names and rows that a query gives.</summary>
    private sealed record Answer(string[] Names, List<object[]> Rows)
    {
        public static Answer Of(DbConnection connection, string sql)
        {
            try
            {
                using var command = connection.CreateCommand();
                command.CommandText = sql;
                using var reader = command.ExecuteReader();
                var rows = new List<object[]>();
                while (reader.Read())
                {
                    rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Plain(reader.GetValue(i)))]);
                }

                return new Answer([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], rows);
            }
            catch (LakeSqlException e)
            {
                return new Answer([e.Render()], []);
            }
        }

        /// <summary>What is different, or null. Sums of doubles differ in their last digits with the order.</summary>
        public string? Difference(Answer expected, bool isOrdered)
        {
            if (!Names.Select(Bare).SequenceEqual(expected.Names.Select(Bare)))
            {
                return $"columns {string.Join(", ", Names)} instead of {string.Join(", ", expected.Names)}";
            }

            if (Rows.Count != expected.Rows.Count)
            {
                return $"{Rows.Count} rows instead of {expected.Rows.Count}";
            }

            var (mine, theirs) = isOrdered ? (Rows, expected.Rows) : (Sorted(Rows), Sorted(expected.Rows));
            return mine.Zip(theirs).FirstOrDefault(p => !p.First.Zip(p.Second).All(c => Same(c.First, c.Second)))
                is { First: not null } different
                ? $"{string.Join('|', different.First)} instead of {string.Join('|', different.Second)}" : null;
        }

        /// <summary>
        /// Where there is no alias, DuckDB puts every operation in parentheses and some functions in its own schema.
        /// </summary>
        private static string Bare(string name) => string.Concat(
            name.Replace("main.", "", StringComparison.Ordinal).Where(c => c is not ('(' or ')' or ' ' or '"')));

        private static List<object[]> Sorted(List<object[]> rows) =>
            [.. rows.OrderBy(r => string.Join('|', r.Select(Rounded)), StringComparer.Ordinal)];

        private static string Rounded(object cell) => cell is double d
            ? d.ToString("G9", CultureInfo.InvariantCulture) : Convert.ToString(cell, CultureInfo.InvariantCulture)!;

        private static bool Same(object a, object b) => a is double x && b is double y
            ? Math.Abs(x - y) <= 1e-9 * Math.Max(1, Math.Abs(y)) || (double.IsNaN(x) && double.IsNaN(y))
            : a.Equals(b);

        /// <summary>The two providers have different types for dates, and for sums of integers.</summary>
        private static object Plain(object cell) => cell switch
        {
            DateTime d => DateOnly.FromDateTime(d),
            int i => (long)i,
            System.Numerics.BigInteger b => (decimal)b,
            _ => cell,
        };
    }
}
