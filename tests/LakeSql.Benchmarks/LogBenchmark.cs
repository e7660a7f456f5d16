
using DuckDB.NET.Data;
using LakeSql.Storage.Delta;

namespace LakeSql.Benchmarks;

/// <summary>
/// Opening tables of many files: from a checkpoint, beside DuckDB's reading of all that stands in it, and from commits.
/// </summary>
/// <param name="counts">How many files.</param>
/// <param name="rounds">How often.</param>
internal sealed class LogBenchmark(IReadOnlyList<long> counts, int rounds)
{
    private const int CommitCount = 10_000;

    public void Run()
    {
        var directory = Directory.CreateTempSubdirectory("lakesql-log-").FullName;
        try
        {
            var pairs = new List<PairedRuns>();
            foreach (var count in counts)
            {
                pairs.Add(FromCheckpoint(Path.Combine(directory, $"{count}"), count));
            }

            pairs.Add(FromCommits(Path.Combine(directory, "commits")));
            PairedRuns.Print(pairs);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private PairedRuns FromCheckpoint(string table, long count)
    {
        SyntheticLog.WithCheckpoint(table, count);

        // The reader keeps buffers for the next time, which are not the snapshot's: so the second one is weighed.
        Open(table);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var snapshot = Open(table);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / count;
        Console.WriteLine($"{count,9} files: {bytes} bytes of memory a file");
        if (snapshot.Files.Count != count)
        {
            throw new InvalidOperationException($"{snapshot.Files.Count} files");
        }

        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        var checkpoint = Path.Combine(table, "_delta_log", "*.checkpoint.parquet");
        return PairedRuns.Measure(
            $"{count} files", rounds, () => Open(table),
            () => BenchmarkLake.ReadAll(
                duck, "SELECT add.path, add.size, add.modificationTime, add.stats, "
                    + $"map_values(add.partitionValues)[1] FROM read_parquet('{checkpoint}')"));
    }

    private PairedRuns FromCommits(string table)
    {
        SyntheticLog.WithCommits(table, CommitCount);
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        return PairedRuns.Measure(
            $"{CommitCount} commits", Math.Min(rounds, 5), () => new DeltaTable(table).At(CommitCount - 2),
            () => BenchmarkLake.ReadAll(
                duck, $"SELECT count(add.path) FROM read_json('{table}/_delta_log/*.json', format => 'nd', columns => "
                    + "{add: 'STRUCT(path VARCHAR, size BIGINT, stats VARCHAR)', remove: 'STRUCT(path VARCHAR)'})"));
    }

    /// <summary>The version before the latest, which no cache holds.</summary>
    private static Snapshot Open(string table) => new DeltaTable(table).At(SyntheticLog.CheckpointVersion);
}
