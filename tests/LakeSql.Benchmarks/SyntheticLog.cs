using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;

namespace LakeSql.Benchmarks;

/// <summary>Logs of tables with many files, of which only the log is there.</summary>
internal static class SyntheticLog
{
    /// <summary>The checkpoint's version; one more commit follows, as the latest could come from a cache.</summary>
    public const long CheckpointVersion = 10;

    private const string Columns =
        """
        {"name":"id","type":"long","nullable":true,"metadata":{}},
        {"name":"name","type":"string","nullable":true,"metadata":{}},
        {"name":"price","type":"double","nullable":true,"metadata":{}},
        {"name":"at","type":"timestamp","nullable":true,"metadata":{}},
        {"name":"day","type":"date","nullable":true,"metadata":{}}
        """;

    private const string Statistics =
        """
        printf('{"numRecords":%d,"minValues":{"id":%d,"name":"name %d","price":%d.25,"at":"2024-01-01T00:00:%02d.000Z"},
        "maxValues":{"id":%d,"name":"name %d","price":%d.75,"at":"2024-01-02T00:00:%02d.000Z"},
        "nullCount":{"id":0,"name":%d,"price":0,"at":0}}',
        1000 + i % 100, i * 1000, i, i % 1000, i % 60, i * 1000 + 999, i + 1, i % 1000 + 1, i % 60, i % 7)
        """;

    /// <summary>A table whose files stand in a checkpoint.</summary>
    public static void WithCheckpoint(string directory, long files)
    {
        var log = Directory.CreateDirectory(Path.Combine(directory, "_delta_log")).FullName;
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        var add = "struct_pack(path := 'day=2024-01-' || (i % 28 + 1) || '/part-' || uuid() || '.snappy.parquet', "
            + "partitionValues := MAP {'day': '2024-01-' || (i % 28 + 1)}, size := 100000 + i, "
            + "modificationTime := 1700000000000 + i, dataChange := false, "
            + $"stats := replace({Statistics}, chr(10), ''), tags := CAST(NULL AS MAP(VARCHAR, VARCHAR)))";
        var metadata = $"struct_pack(id := 'a', format := struct_pack(provider := 'parquet', "
            + $"options := MAP([]::VARCHAR[], []::VARCHAR[])), schemaString := '{Schema()}', "
            + "partitionColumns := ['day'], configuration := MAP([]::VARCHAR[], []::VARCHAR[]), createdTime := 0)";
        var path = Path.Combine(log, $"{CheckpointVersion:D20}.checkpoint.parquet");
        BenchmarkLake.ReadAll(
            duck,
            "COPY (SELECT struct_pack(minReaderVersion := 1, minWriterVersion := 2) AS protocol, NULL AS metaData, "
                + $"NULL AS add UNION ALL BY NAME SELECT {metadata} AS metaData UNION ALL BY NAME "
                + $"SELECT {add} AS add FROM range({files.ToString(CultureInfo.InvariantCulture)}) AS r(i)) "
                + $"TO '{path}' (FORMAT parquet)");
        File.WriteAllText(Path.Combine(log, $"{CheckpointVersion:D20}.json"), "{\"commitInfo\":{}}\n");
        File.WriteAllText(Path.Combine(log, $"{CheckpointVersion + 1:D20}.json"), "{\"commitInfo\":{}}\n");
    }

    /// <summary>A table of commits alone, each of which adds a file, and every third removes one.</summary>
    public static void WithCommits(string directory, int commits)
    {
        var log = Directory.CreateDirectory(Path.Combine(directory, "_delta_log")).FullName;
        for (var version = 0; version < commits; version++)
        {
            var actions = new List<JsonObject>();
            if (version == 0)
            {
                actions.Add(Action("protocol", new { minReaderVersion = 1, minWriterVersion = 2 }));
                actions.Add(Action("metaData", new
                {
                    id = "a", format = new { provider = "parquet" }, schemaString = Schema(),
                    partitionColumns = new[] { "day" }, configuration = new { },
                }));
            }

            var stats = $"{{\"numRecords\":10,\"minValues\":{{\"id\":{version}}},\"maxValues\":{{\"id\":{version}}}}}";
            actions.Add(Action("commitInfo", new { timestamp = version, operation = "WRITE" }));
            actions.Add(Action("add", new
            {
                path = $"part-{version}.parquet", partitionValues = new { day = "2024-01-01" }, size = 1000,
                modificationTime = 1, dataChange = true, stats,
            }));
            if (version % 3 == 2)
            {
                actions.Add(Action("remove", new { path = $"part-{version - 2}.parquet", dataChange = true }));
            }

            File.WriteAllText(
                Path.Combine(log, $"{version:D20}.json"), string.Concat(actions.Select(a => a.ToJsonString() + "\n")));
        }
    }

    private static JsonObject Action(string kind, object content) =>
        new() { [kind] = JsonSerializer.SerializeToNode(content) };

    private static string Schema() =>
        "{\"type\":\"struct\",\"fields\":[" + Columns.ReplaceLineEndings("").Replace("    ", "") + "]}";
}
