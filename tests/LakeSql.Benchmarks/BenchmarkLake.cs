using System.Data.Common;
using System.IO.Compression;
using DuckDB.NET.Data;
using LakeSql.Data;
using LakeSql.Tests;

namespace LakeSql.Benchmarks;

/// <summary>
/// A lake for one benchmark with the tables of a set, and two rivals that hold the same: one as views on the lake's
/// own Parquet files, one as tables of its own in memory.
/// </summary>
internal sealed class BenchmarkLake : IDisposable
{
    private const string CsvOptions = "delim => '|', header => true, all_varchar => true, nullstr => ''";

    private readonly string directory = Directory.CreateTempSubdirectory("lakesql-benchmark-").FullName;

    public BenchmarkLake()
    {
        LakePath = Path.Combine(directory, "lake");
        Ours = new LakeSqlConnection($"Data Source={LakePath}");
        Ours.Open();
        Views.Open();
        Tables.Open();
        ReadAll(Ours, "CREATE VOLUME load");
    }

    public string LakePath { get; }

    public LakeSqlConnection Ours { get; }

    public DuckDBConnection Views { get; } = new("DataSource=:memory:");

    public DuckDBConnection Tables { get; } = new("DataSource=:memory:");

    /// <summary>The files of a folder: TPC-H in Parquet, TPC-DS in CSV.</summary>
    public void Load(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(f => !f.EndsWith("LICENSE")).Order())
        {
            var name = Path.GetFileName(file);
            var table = name.Split('.')[0];
            ReadAll(Ours, $"PUT '{file}' INTO '/Volumes/main/default/load/'");
            var loaded = $"/Volumes/main/default/load/{name}";
            var rows = name.EndsWith(".parquet") ? $"SELECT * FROM read_files('{loaded}')"
                : Tpcds.Select($"read_files('{loaded}', format => 'csv', {CsvOptions})", Columns(file));
            ReadAll(Ours, $"CREATE TABLE {table} AS {rows}");

            // The rivals read the very file that the statement made, which is the newest.
            var stored = Directory.GetFiles(LakePath, "*.parquet", SearchOption.AllDirectories)
                .Where(f => f.Contains("/tables/")).MaxBy(File.GetCreationTimeUtc);
            ReadAll(Views, $"CREATE VIEW {table} AS SELECT * FROM read_parquet('{stored}')");
            ReadAll(Tables, $"CREATE TABLE {table} AS SELECT * FROM read_parquet('{stored}')");
        }
    }

    public static void ReadAll(DbConnection connection, string sql)
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

    public void Dispose()
    {
        Ours.Dispose();
        Views.Dispose();
        Tables.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private static string[] Columns(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return reader.ReadLine()!.Split('|');
    }
}
