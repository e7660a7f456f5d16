using DuckDB.NET.Data;
using LakeSql.Data;

namespace LakeSql.Differential;

/// <summary>The tables of tables.sql in a lake and in DuckDB, both read from the same files.</summary>
public sealed class TwoEngines : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("lakesql-two-").FullName;

    public TwoEngines()
    {
        Duck = new DuckDBConnection("DataSource=:memory:");
        Duck.Open();
        Run(Duck, "SET TimeZone = 'UTC'");
        Run(Duck, File.ReadAllText(Path.Combine(Shared.Root, "tests", "differential", "tables.sql")));
        Lake = new LakeSqlConnection($"Data Source={Path.Combine(directory, "lake")}");
        Lake.Open();
        Run(Lake, "CREATE VOLUME load");
        foreach (var table in Tables())
        {
            var file = Path.Combine(directory, table + ".parquet");
            Run(Duck, $"COPY \"{table}\" TO '{file}'");
            Run(Duck, $"DROP TABLE \"{table}\"");
            Run(Duck, $"CREATE TABLE \"{table}\" AS SELECT * FROM read_parquet('{file}')");
            Run(Lake, $"PUT '{file}' INTO '/Volumes/main/default/load/{table}.parquet'");
            var loaded = $"/Volumes/main/default/load/{table}.parquet";
            Run(Lake, $"CREATE TABLE \"{table}\" AS SELECT * FROM read_files('{loaded}')");
        }
    }

    public DuckDBConnection Duck { get; }

    public LakeSqlConnection Lake { get; }

    public void Dispose()
    {
        Duck.Dispose();
        Lake.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private List<string> Tables()
    {
        using var command = Duck.CreateCommand();
        command.CommandText = "SELECT table_name FROM duckdb_tables() ORDER BY ALL";
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private static void Run(System.Data.Common.DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
