using System.Data.Common;
using DuckDB.NET.Data;
using LakeSql.Data;
using Xunit;

namespace LakeSql.Differential;

/// <summary>Variants in files that mark them as such, whole or with parts in columns of their own.</summary>
public sealed class VariantTests : IDisposable
{
    private const string Schema =
        """
        {"type":"struct","fields":[{"name":"i","type":"long","nullable":true,"metadata":{}},
        {"name":"v","type":"variant","nullable":true,"metadata":{}}]}
        """;

    private const string Writer = "\"writerFeatures\":[\"variantType\"]}}";

    private const string Rest = "\"partitionValues\":{},\"modificationTime\":0,\"dataChange\":true}}";

    private readonly string directory = Directory.CreateTempSubdirectory("lakesql-variant-").FullName;
    private readonly DuckDBConnection duck = new("DataSource=:memory:");

    public VariantTests()
    {
        duck.Open();
        Run("CREATE TABLE t AS SELECT i, CASE i % 4 WHEN 0 THEN {'id': i, 'name': 'n' || i}::VARIANT "
            + "WHEN 1 THEN [i, i + 1]::VARIANT WHEN 2 THEN ('text ' || i)::VARIANT END AS v FROM range(40) r(i)");
    }

    public void Dispose()
    {
        duck.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void Marked_variants_of_a_table_are_read_as_json()
    {
        var table = Directory.CreateDirectory(Path.Combine(directory, "t")).FullName;
        Run($"COPY (SELECT * FROM t WHERE i < 15) TO '{table}/whole.parquet'");
        Run($"COPY (SELECT * FROM t WHERE i BETWEEN 15 AND 29) TO '{table}/shredded.parquet' "
            + "(SHREDDING {v: 'STRUCT(id BIGINT, name VARCHAR)'})");
        Assert.NotEqual("0", Rows(
            duck, $"SELECT count(*) FROM parquet_schema('{table}/shredded.parquet') WHERE name = 'typed_value'"));
        Commit(table, "whole.parquet", "shredded.parquet");
        using var lake = Lake();
        Assert.Equal(
            Rows(duck, "SELECT i, CAST(CAST(v AS JSON) AS VARCHAR) FROM t WHERE i < 30 ORDER BY i"),
            Rows(lake, $"SELECT i, v FROM delta.`{table}` ORDER BY i"));
        Assert.Equal(
            Rows(duck, "SELECT i, 'n' || i FROM t WHERE i % 4 = 0 AND i < 30 ORDER BY i"),
            Rows(lake, $"SELECT i, v ->> 'name' FROM delta.`{table}` WHERE v ->> 'id' IS NOT NULL ORDER BY i"));
    }

    [Fact]
    public void Marked_variants_of_a_file_are_read_as_json()
    {
        var file = Path.Combine(directory, "v.parquet");
        Run($"COPY (SELECT * FROM t) TO '{file}'");
        using var lake = Lake();
        Assert.Equal("i BIGINT\nv JSON", Rows(lake, $"DESCRIBE SELECT * FROM parquet.`{file}`"));
        Assert.Equal(
            Rows(duck, "SELECT i, CAST(CAST(v AS JSON) AS VARCHAR) FROM t ORDER BY i"),
            Rows(lake, $"SELECT i, v FROM parquet.`{file}` ORDER BY i"));
    }

    private LakeSqlConnection Lake()
    {
        var lake = new LakeSqlConnection($"Data Source={Path.Combine(directory, "lake")}");
        lake.Open();
        return lake;
    }

    private static void Commit(string table, params string[] files)
    {
        var log = Directory.CreateDirectory(Path.Combine(table, "_delta_log")).FullName;
        var schema = System.Text.Json.JsonSerializer.Serialize(Schema.ReplaceLineEndings(""));
        File.WriteAllLines(Path.Combine(log, "00000000000000000000.json"), [
            """{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["variantType"],""" + Writer,
            """{"metaData":{"id":"5d0f5a0c-3c3c-4d6e-8a57-0f3f6d0ea3a1","format":{"provider":"parquet","options":{}},"""
                + $"\"schemaString\":{schema},\"partitionColumns\":[],\"configuration\":{{}},\"createdTime\":0}}}}",
            .. files.Select(f => $$$"""{"add":{"path":"{{{f}}}","size":{{{SizeOf(table, f)}}},""" + Rest),
        ]);
    }

    private static long SizeOf(string table, string file) => new FileInfo(Path.Combine(table, file)).Length;

    private void Run(string sql) => Rows(duck, sql);

    private static string Rows(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(
                i => reader.IsDBNull(i) ? "-" : reader.GetValue(i))));
        }

        return string.Join('\n', rows);
    }
}
