using System.Data.Common;
using DuckDB.NET.Data;
using LakeSql.Data;

namespace LakeSql.Benchmarks;

/// <summary>
/// The 22 queries of TPC-H at scale 0.1: Delta tables read through LakeSql against plain DuckDB on the Parquet files
/// that they were loaded from. Both read every row of the result.
/// </summary>
internal sealed class TpchBenchmark(string data, int rounds)
{
    public List<PairedRuns> Run()
    {
        var directory = Directory.CreateTempSubdirectory("lakesql-tpch-").FullName;
        try
        {
            using var ours = new LakeSqlConnection($"Data Source={Path.Combine(directory, "lake")}");
            using var rival = new DuckDBConnection("DataSource=:memory:");
            ours.Open();
            rival.Open();
            Load(ours, rival);
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

    private void Load(LakeSqlConnection ours, DuckDBConnection rival)
    {
        ReadAll(ours, "CREATE VOLUME load");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(data, "sf0.1"), "*.parquet"))
        {
            var table = Path.GetFileNameWithoutExtension(file);
            ReadAll(ours, $"PUT '{file}' INTO '/Volumes/main/default/load/'");
            var loaded = $"/Volumes/main/default/load/{table}.parquet";
            ReadAll(ours, $"CREATE TABLE {table} AS SELECT * FROM read_files('{loaded}')");
            ReadAll(rival, $"CREATE VIEW {table} AS SELECT * FROM read_parquet('{file}')");
        }
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
