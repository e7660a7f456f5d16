using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>
/// TPC-H at scale 0.1, loaded through LakeSql into Delta tables: 17 queries against their published answers, the
/// five whose answers hold random text against plain DuckDB on the same files.
/// </summary>
public sealed class TpchTests
{
    /// <summary>Queries whose published answers hold random text that differs from the text in these files.</summary>
    private static readonly int[] OtherText = [2, 10, 13, 15, 20];

    [Fact]
    public void All_answers_are_right()
    {
        var data = Shared.Data("tpch", "sf0.1");
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        connection.Run("CREATE VOLUME load");
        connection.Run($"PUT '{data}' INTO '/Volumes/main/default/load/'");
        foreach (var file in Directory.EnumerateFiles(data, "*.parquet"))
        {
            var table = Path.GetFileNameWithoutExtension(file);
            connection.Run(
                $"CREATE TABLE {table} AS SELECT * FROM read_files('/Volumes/main/default/load/{table}.parquet')");
            using var view = duck.CreateCommand();
            view.CommandText = $"CREATE VIEW {table} AS SELECT * FROM read_parquet('{file.Replace("'", "''")}')";
            view.ExecuteNonQuery();
        }

        var failures = new List<string>();
        for (var query = 1; query <= 22; query++)
        {
            var sql = File.ReadAllText(Shared.Data("tpch", "queries", $"q{query:00}.sql"));
            var answer = OtherText.Contains(query) ? Rows(duck, sql) : Published(query);
            var rows = Rows(connection, sql);
            if (rows.Count != answer.Count || rows.Count == 0)
            {
                failures.Add($"q{query:00}: {rows.Count} rows, {answer.Count} expected");
            }
            else if (rows.Zip(answer).FirstOrDefault(p => !Same(p.First, p.Second)) is { First: not null } different)
            {
                var (found, expected) = (string.Join('|', different.First), string.Join('|', different.Second));
                failures.Add($"q{query:00}: {found} instead of {expected}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static List<string[]> Published(int query) =>
        [.. File.ReadAllLines(Shared.Data("tpch", "answers-sf0.1", $"q{query:00}.csv")).Skip(1)
            .Where(l => l.Length > 0).Select(l => l.Split('|'))];

    private static List<string[]> Rows(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) switch
            {
                DateTime d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                DateOnly d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
                var other => other.ToString()!,
            })]);
        }

        return rows;
    }

    private static bool Same(string[] row, string[] answer) =>
        answer.Length == row.Length && answer.Zip(row).All(p => p.First == p.Second
            || (double.TryParse(p.First, CultureInfo.InvariantCulture, out var a)
                && double.TryParse(p.Second, CultureInfo.InvariantCulture, out var b)
                && Math.Abs(a - b) <= 1e-6 * Math.Max(1, Math.Abs(a))));
}
