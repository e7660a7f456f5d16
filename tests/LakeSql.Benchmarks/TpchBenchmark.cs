using System.Data.Common;
using DuckDB.NET.Data;
using LakeSql.Data;

namespace LakeSql.Benchmarks;

/// <summary>
/// The 22 queries of TPC-H: Delta tables read through LakeSql, with audit and lineage, against plain DuckDB on the very
/// Parquet files of those tables. Both read every row of the result.
/// </summary>
/// <param name="data">The folder of the set, whose tables are of scale 0.1.</param>
/// <param name="times">
/// How often the tables are repeated. All but nation and region are; keys of copy i are larger by i times
/// <see cref="KeyShift"/>, so that every copy joins with itself alone.
/// </param>
/// <param name="rounds">Measured rounds.</param>
/// <param name="underPolicy">
/// Lineitem has a row filter and a mask; the rival has the same written into its view.
/// </param>
internal sealed class TpchBenchmark(string data, int times, int rounds, bool underPolicy = false)
{
    private const int KeyShift = 10_000_000;

    private static readonly Dictionary<string, string[]> Keys = new()
    {
        ["customer"] = ["c_custkey"], ["lineitem"] = ["l_orderkey", "l_partkey", "l_suppkey"],
        ["orders"] = ["o_orderkey", "o_custkey"], ["part"] = ["p_partkey"], ["partsupp"] = ["ps_partkey", "ps_suppkey"],
        ["supplier"] = ["s_suppkey"],
    };

    public List<PairedRuns> Run()
    {
        var directory = Directory.CreateTempSubdirectory("lakesql-tpch-").FullName;
        try
        {
            using var ours = new LakeSqlConnection($"Data Source={Path.Combine(directory, "lake")}");
            using var rival = new DuckDBConnection("DataSource=:memory:");
            ours.Open();
            rival.Open();
            Load(ours, rival, directory);
            Console.WriteLine(times == 1 ? "TPC-H at scale 0.1"
                : $"TPC-H at scale 0.1, {times} times: {string.Join(", ", Keys.Keys)} repeated with keys "
                    + $"({string.Join(", ", Keys.Values.SelectMany(k => k))}) {KeyShift} apart");
            return [.. Directory.EnumerateFiles(Path.Combine(data, "queries"), "q*.sql").Order().Select(file =>
            {
                var sql = File.ReadAllText(file);
                return PairedRuns.Measure(
                    Path.GetFileNameWithoutExtension(file), rounds,
                    () => ReadAll(ours, sql), () => ReadAll(rival, sql));
            })];
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private void Load(LakeSqlConnection ours, DuckDBConnection rival, string directory)
    {
        ReadAll(ours, "CREATE VOLUME load");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(data, "sf0.1"), "*.parquet"))
        {
            var table = Path.GetFileNameWithoutExtension(file);
            ReadAll(ours, $"PUT '{file}' INTO '/Volumes/main/default/load/'");
            var loaded = $"/Volumes/main/default/load/{table}.parquet";
            ReadAll(ours, $"CREATE TABLE {table} AS {Rows(table, loaded)}");

            // The rival reads the files that the statement made, which are the newest.
            var newest = Directory.GetFiles(directory, "*.parquet", SearchOption.AllDirectories)
                .Where(f => f.Contains("/tables/", StringComparison.Ordinal)).MaxBy(File.GetCreationTimeUtc)!;
            var stored = Path.Combine(Path.GetDirectoryName(newest)!, "*.parquet");
            ReadAll(rival, underPolicy && table == "lineitem"
                ? "CREATE VIEW lineitem AS SELECT * REPLACE (left(l_comment, 5) AS l_comment) "
                    + $"FROM read_parquet('{stored}') WHERE l_quantity < 45"
                : $"CREATE VIEW {table} AS SELECT * FROM read_parquet('{stored}')");
        }

        if (underPolicy)
        {
            ReadAll(ours, "CREATE FUNCTION is_seen(q DECIMAL(15, 2)) RETURNS BOOLEAN RETURN q < 45");
            ReadAll(ours, "CREATE FUNCTION shortened(c STRING) RETURNS STRING RETURN left(c, 5)");
            ReadAll(ours, "ALTER TABLE lineitem SET ROW FILTER is_seen ON (l_quantity)");
            ReadAll(ours, "ALTER TABLE lineitem ALTER COLUMN l_comment SET MASK shortened");
        }
    }

    private string Rows(string table, string loaded)
    {
        if (times == 1 || !Keys.TryGetValue(table, out var keys))
        {
            return $"SELECT * FROM read_files('{loaded}')";
        }

        var shifted = keys.Select(k => $"CAST({k} + copy.i * {KeyShift} AS BIGINT) AS {k}");
        return $"SELECT t.* REPLACE ({string.Join(", ", shifted)}) "
            + $"FROM range({times}) AS copy(i) CROSS JOIN read_files('{loaded}') AS t";
    }

    private static void ReadAll(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var cells = new object[reader.FieldCount];
        while (reader.FieldCount > 0 && reader.Read())
        {
            reader.GetValues(cells);
        }
    }
}
