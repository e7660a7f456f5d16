using DuckDB.NET.Data;
using LakeSql.Data;

namespace LakeSql.Benchmarks;

/// <summary>Tables of many files through LakeSql, against DuckDB's read_parquet of files with the same rows.</summary>
/// <param name="rounds">How often.</param>
internal sealed class ScanBenchmark(int rounds)
{
    private const int FileCount = 200;
    private const int RowCount = 50_000;

    public List<PairedRuns> Run()
    {
        var directory = Directory.CreateTempSubdirectory("lakesql-scan-").FullName;
        try
        {
            using var ours = new LakeSqlConnection($"Data Source={Path.Combine(directory, "lake")}");
            using var rival = new DuckDBConnection("DataSource=:memory:");
            ours.Open();
            rival.Open();
            var whole = Load(ours, directory, "whole");
            Load(ours, directory, "thinned");
            BenchmarkLake.ReadAll(ours, "DELETE FROM thinned WHERE hash(id) % 100 = 0");

            // The rival's files hold the live rows alone, one for each of ours.
            var live = Directory.CreateDirectory(Path.Combine(directory, "live")).FullName;
            foreach (var file in Directory.GetFiles(whole, "*.parquet"))
            {
                BenchmarkLake.ReadAll(
                    rival, $"COPY (FROM read_parquet('{file}') WHERE hash(id) % 100 <> 0) "
                        + $"TO '{Path.Combine(live, Path.GetFileName(file))}' (FORMAT parquet, COMPRESSION snappy)");
            }

            Console.WriteLine($"{FileCount} files of {RowCount} rows");
            const string Sums = "SELECT count(*), sum(k), sum(price), max(name)";
            return
            [
                Pair("full scan", $"{Sums} FROM ", "", "whole", whole),
                Pair("one column", "SELECT sum(price) FROM ", "", "whole", whole),
                Pair("filter on files", $"{Sums} FROM ", $" WHERE id BETWEEN {RowCount * 20} AND {RowCount * 22}",
                    "whole", whole),
                Pair("filter on rows", $"{Sums} FROM ", " WHERE k = 77", "whole", whole),
                Pair("1 % deleted", $"{Sums} FROM ", "", "thinned", live),
                Pair("1 % deleted, filter", $"{Sums} FROM ", $" WHERE id < {RowCount * 2}", "thinned", live),
            ];

            PairedRuns Pair(string name, string select, string where, string table, string files) => PairedRuns.Measure(
                name, rounds, () => BenchmarkLake.ReadAll(ours, select + table + where),
                () => BenchmarkLake.ReadAll(rival, $"{select}read_parquet('{files}/*.parquet'){where}"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Makes the table, one file at a time.</summary>
    /// <returns>Its directory.</returns>
    private static string Load(LakeSqlConnection ours, string directory, string table)
    {
        var tables = Path.Combine(directory, "lake", "tables");
        var before = Directory.GetDirectories(tables);
        BenchmarkLake.ReadAll(ours, $"CREATE TABLE {table} (id BIGINT, k INT, price DOUBLE, name STRING)");
        for (var file = 0; file < FileCount; file++)
        {
            BenchmarkLake.ReadAll(
                ours, $"INSERT INTO {table} SELECT i, hash(i) % 1000, (hash(i) % 100000) / 100, "
                    + $"'name ' || hash(i) % 10000 FROM range({file * RowCount}, {(file + 1) * RowCount}) AS r(i)");
        }

        return Directory.GetDirectories(tables).Except(before).Single();
    }
}
