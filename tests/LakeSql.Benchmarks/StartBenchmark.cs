using System.Diagnostics;

namespace LakeSql.Benchmarks;

/// <summary>
/// From the start of the process to its end: <c>lakesql -c "SELECT 1"</c> against a bare DuckDB.NET program.
/// </summary>
/// <param name="lakesql">The published command.</param>
/// <param name="rounds">How often.</param>
internal sealed class StartBenchmark(string lakesql, int rounds)
{
    public List<PairedRuns> Run()
    {
        var directory = Directory.CreateTempSubdirectory("lakesql-start-").FullName;
        try
        {
            var lake = Path.Combine(directory, "lake");
            string[] bare = [typeof(StartBenchmark).Assembly.Location, "bare"];
            return
            [
                PairedRuns.Measure(
                    "SELECT 1", rounds,
                    () => Run(lakesql, [lake, "--quiet", "-c", "SELECT 1"]), () => Run("dotnet", bare)),
            ];
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
        }
    }
}
