using System.Globalization;
using System.Runtime.CompilerServices;
using DuckDB.NET.Data;
using LakeSql.Benchmarks;

const string Usage =
    """
    usage: LakeSql.Benchmarks tpch [TIMES [ROUNDS]]     TPC-H at scale 0.1, so many times, against plain DuckDB
           LakeSql.Benchmarks policy [ROUNDS]           TPC-H with a row filter and a mask, against them by hand
           LakeSql.Benchmarks grants [ROUNDS]           a right asked for among 100,000 grants and 1,000 groups
           LakeSql.Benchmarks hidden [ROUNDS]           objects that may not be seen against absent ones
           LakeSql.Benchmarks frontend [ROUNDS]         parse to text for DuckDB against DuckDB's prepare
           LakeSql.Benchmarks insert [ROUNDS]           one row inserted against the bare writes it takes
           LakeSql.Benchmarks scan [ROUNDS]             tables of many files against DuckDB on the same rows
           LakeSql.Benchmarks log [FILES [ROUNDS]]      opening logs of 10,000 files to so many (100,000)
           LakeSql.Benchmarks start LAKESQL [ROUNDS]    start to exit of the published command LAKESQL
    """;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["tpch", .. var rest]:
        PairedRuns.Print(new TpchBenchmark(Shared("tpch"), Rounds(rest, 1), Rounds([.. rest.Skip(1)], 9)).Run());
        return 0;
    case ["policy", .. var rest]:
        PairedRuns.Print(new TpchBenchmark(Shared("tpch"), 1, Rounds(rest, 9), underPolicy: true).Run());
        return 0;
    case ["grants", .. var rest]:
        new GrantsBenchmark(100_000, 1_000, Rounds(rest, 301)).Run();
        return 0;
    case ["hidden", .. var rest]:
        PairedRuns.Print(new HiddenBenchmark(Rounds(rest, 301)).Run());
        return 0;
    case ["frontend", .. var rest]:
        new FrontEndBenchmark(set => Shared(set), Rounds(rest, 7)).Run();
        return 0;
    case ["insert", .. var rest]:
        PairedRuns.Print(new InsertBenchmark(Rounds(rest, 101)).Run());
        return 0;
    case ["scan", .. var rest]:
        PairedRuns.Print(new ScanBenchmark(Rounds(rest, 15)).Run());
        return 0;
    case ["log", .. var rest]:
        var most = Rounds(rest, 100_000);
        new LogBenchmark(
            [.. new[] { 10_000L, 100_000, 1_000_000 }.Where(c => c <= most)], Rounds([.. rest.Skip(1)], 7)).Run();
        return 0;
    case ["start", var lakesql, .. var rest]:
        PairedRuns.Print(new StartBenchmark(Path.GetFullPath(lakesql), Rounds(rest, 11)).Run());
        return 0;
    case ["bare"]:
        Bare();
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

static int Rounds(string[] rest, int otherwise) =>
    rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : otherwise;

static string Shared(string set, [CallerFilePath] string source = "") => Path.Combine(
    Environment.GetEnvironmentVariable("LAKESQL_SHARED")
        ?? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "..", "shared")),
    "data", set);

static void Bare()
{
    using var connection = new DuckDBConnection("DataSource=:memory:");
    connection.Open();
    using var command = connection.CreateCommand();
    command.CommandText = "SELECT 1";
    Console.WriteLine(command.ExecuteScalar());
}
