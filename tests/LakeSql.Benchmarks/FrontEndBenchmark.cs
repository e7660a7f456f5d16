using System.Diagnostics;
using LakeSql.Tests;

namespace LakeSql.Benchmarks;

/// <summary>
/// From text to the text for DuckDB, beside DuckDB's own parse and prepare of the same queries over the same rows.
/// </summary>
/// <param name="shared">The folder of a set by its name.</param>
/// <param name="rounds">Measured rounds; each runs everything in turn.</param>
internal sealed class FrontEndBenchmark(Func<string, string> shared, int rounds)
{
    public void Run()
    {
        RunSet("tpch", "sf0.1");
        RunSet("tpcds", "tiny");
        RunLong();
    }

    private void RunSet(string set, string tables)
    {
        using var lake = new BenchmarkLake();
        lake.Load(Path.Combine(shared(set), tables));
        using var front = new FrontEnd(lake.LakePath);
        var queries = new List<QueryTimes>();
        var files = Directory.EnumerateFiles(Path.Combine(shared(set), "queries"), "*.sql").Order().ToArray();
        WarmUp(front, files);
        foreach (var file in files)
        {
            var sql = File.ReadAllText(file);
            var statement = front.Parse(sql);
            var plan = front.Bind(statement);
            var rounds = Measure(
            [
                () => front.Parse(sql), () => front.All(sql), () => front.Bind(statement), () => front.Render(plan),
                () => NativePrepare.Parse(lake.Tables, sql), () => NativePrepare.Prepare(lake.Tables, sql),
                () => NativePrepare.Prepare(lake.Views, sql), () => front.Again(sql),
            ]);
            queries.Add(new QueryTimes(
                Path.GetFileNameWithoutExtension(file), rounds, Allocated(() => front.Parse(sql)),
                Allocated(() => front.All(sql))));
        }

        Print(set, queries);
    }

    /// <summary>Until the compiler has done its best, which it does some time after many calls.</summary>
    private static void WarmUp(FrontEnd front, string[] files)
    {
        for (var i = 0; i < 60; i++)
        {
            foreach (var file in files)
            {
                front.All(File.ReadAllText(file));
            }

            Thread.Sleep(i % 6 == 0 ? 150 : 0);
        }
    }

    private static void Print(string set, List<QueryTimes> queries)
    {
        Console.WriteLine($"{set}, {queries.Count} queries: medians, and the slowest query");
        string[] names =
        [
            "parse", "parse, bind, authorize, render", "  of it bind and authorize", "  of it render",
            "DuckDB parse", "DuckDB prepare, tables", "DuckDB prepare, views on files",
            "repeated: plan found, render",
        ];
        for (var i = 0; i < names.Length; i++)
        {
            var slowest = queries.MaxBy(q => q.Times[i])!;
            Console.WriteLine(
                $"  {names[i],-34}{Median(queries.Select(q => q.Times[i])) * 1000,9:F3} ms"
                + $"{slowest.Times[i] * 1000,9:F3} ms ({slowest.Name})");
        }

        Ratio("parse / DuckDB parse", 0, 4);
        Ratio("front end / prepare, tables", 1, 5);
        Ratio("front end / prepare, views", 1, 6);
        Ratio("repeated / front end", 7, 1);
        Console.WriteLine(
            $"  {"allocated by parse",-34}{Median(queries.Select(q => q.ParseBytes)) / 1024,9:F1} kB"
            + $"{queries.Max(q => q.ParseBytes) / 1024,9:F1} kB");
        Console.WriteLine(
            $"  {"allocated by the front end",-34}{Median(queries.Select(q => q.AllBytes)) / 1024,9:F1} kB"
            + $"{queries.Max(q => q.AllBytes) / 1024,9:F1} kB");

        void Ratio(string name, int ours, int rival)
        {
            var worst = queries.MaxBy(q => q.Ratio(ours, rival))!;
            Console.WriteLine(
                $"  {name,-34}{Median(queries.Select(q => q.Ratio(ours, rival))),9:F3}   "
                + $"{worst.Ratio(ours, rival),9:F3}    ({worst.Name})");
        }
    }

    /// <summary>Time and memory must grow as the text does.</summary>
    private void RunLong()
    {
        using var rival = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
        rival.Open();
        var texts = new (string Name, string Sql)[]
        {
            ("VALUES of 10 kB", Values(10_000)), ("VALUES of 100 kB", Values(100_000)),
            ("VALUES of 1 MB", Values(1_000_000)),
            ("VALUES of 50,000 rows", "SELECT * FROM (VALUES "
                + string.Join(", ", Enumerable.Range(0, 50_000).Select(i => $"({i}, 'name {i}')")) + ")"),
            ("sum of 100,000 terms", "SELECT " + string.Join(" + ", Enumerable.Repeat("1", 100_000))),
            ("OR of 100,000 terms", "SELECT " + string.Join(" OR ", Enumerable.Repeat("a = 1", 100_000))),
        };
        Console.WriteLine("long texts: parse, DuckDB's parse, ratio");
        foreach (var (name, sql) in texts)
        {
            // DuckDB's parser refuses chains as long as these.
            var isChain = name.Contains("terms");
            var rounds = Measure(
            [
                () => Syntax.SqlParser.Parse(sql), () => NativePrepare.Parse(rival, isChain ? "SELECT 1" : sql),
            ]);
            var times = rounds.Select(r => Median(r)).ToArray();
            var ratio = Median(rounds[0].Zip(rounds[1], (ours, rivals) => ours / rivals));
            var allocated = Allocated(() => Syntax.SqlParser.Parse(sql)) / 1024;
            Console.WriteLine(
                $"  {name,-24}{sql.Length / 1000.0,8:F0} kB{times[0] * 1000,9:F2} ms"
                + (isChain ? $"{"",24}" : $"{times[1] * 1000,9:F2} ms{ratio,12:F3}")
                + $"{times[0] * 1e9 / sql.Length,8:F1} ns a character{allocated,10:F0} kB");
        }
    }

    private static string Values(int length)
    {
        var text = new System.Text.StringBuilder("VALUES (0, 'first', 1.5)");
        for (var i = 1; text.Length < length; i++)
        {
            text.Append($", ({i}, 'name of {i}', {i}.25)");
        }

        return text.ToString();
    }

    /// <summary>Seconds of one run of each in each round; in a round all take their turn.</summary>
    private double[][] Measure(Action[] work)
    {
        var repeats = work.Select(Repeats).ToArray();
        var seconds = work.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < work.Length; i++)
            {
                seconds[i][round] = Seconds(work[i], repeats[i]);
            }
        }

        return seconds;
    }

    /// <summary>As many repeats as take a few milliseconds, after as many to warm up.</summary>
    private static int Repeats(Action work)
    {
        var clock = Stopwatch.StartNew();
        var count = 0;
        while (clock.Elapsed.TotalMilliseconds < 60 && count < 1000)
        {
            work();
            count++;
        }

        return Math.Clamp((int)(count * 4 / clock.Elapsed.TotalMilliseconds), 1, 200);
    }

    private static double Seconds(Action work, int repeats)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < repeats; i++)
        {
            work();
        }

        return clock.Elapsed.TotalSeconds / repeats;
    }

    private static double Allocated(Action work)
    {
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    /// <param name="Name">The query.</param>
    /// <param name="Rounds">Seconds of each step in each round.</param>
    /// <param name="ParseBytes">Bytes that parsing allocates.</param>
    /// <param name="AllBytes">Bytes that the whole front end allocates.</param>
    private sealed record QueryTimes(string Name, double[][] Rounds, double ParseBytes, double AllBytes)
    {
        public double[] Times { get; } = [.. Rounds.Select(r => Median(r))];

        /// <summary>The median of the rounds' ratios: a change of the machine's speed meets both sides.</summary>
        public double Ratio(int ours, int rival) =>
            Median(Rounds[ours].Zip(Rounds[rival], (mine, other) => mine / other));
    }
}
