using System.Globalization;
using DuckDB.NET.Data;
using LakeSql.Data;
using Microsoft.Win32.SafeHandles;

namespace LakeSql.Benchmarks;

/// <summary>
/// INSERT of one row, with audit, lineage and a checkpoint now and then, against the bare writes that it takes:
/// DuckDB's COPY of the row, a sync, the exclusive creation of a file of 1 KB, a sync.
/// </summary>
/// <param name="rounds">How often.</param>
internal sealed class InsertBenchmark(int rounds)
{
    /// <summary>
    /// A process that inserts row after row: the runtime compiles methods anew after 30 calls, a few at a time, and
    /// before that LakeSql's own part takes twice as long.
    /// </summary>
    private const int WarmUps = 600;

    private static readonly byte[] Commit = new byte[1024];

    public List<PairedRuns> Run()
    {
        var directory = Directory.CreateTempSubdirectory("lakesql-insert-").FullName;
        try
        {
            using var ours = new LakeSqlConnection($"Data Source={Path.Combine(directory, "lake")}");
            using var rival = new DuckDBConnection("DataSource=:memory:");
            ours.Open();
            rival.Open();
            BenchmarkLake.ReadAll(ours, "CREATE TABLE t (i INT, s STRING)");
            var bare = Directory.CreateDirectory(Path.Combine(directory, "bare")).FullName;
            var (mine, theirs) = (0, 0);
            return
            [
                PairedRuns.Measure(
                    "INSERT of one row", rounds,
                    () => BenchmarkLake.ReadAll(ours, $"INSERT INTO t VALUES ({mine++}, 'one row')"),
                    () => Bare(rival, bare, theirs++), WarmUps),
            ];
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Bare(DuckDBConnection rival, string directory, int number)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        var file = Path.Combine(directory, name + ".parquet");
        BenchmarkLake.ReadAll(rival, $"COPY (SELECT {name} AS i, 'one row' AS s) TO '{file}' (FORMAT parquet)");
        using (var written = File.OpenHandle(file))
        {
            RandomAccess.FlushToDisk(written);
        }

        using SafeFileHandle log = File.OpenHandle(
            Path.Combine(directory, name + ".json"), FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(log, Commit, 0);
        RandomAccess.FlushToDisk(log);
    }
}
