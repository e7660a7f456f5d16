using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using LakeSql.Data;
using Xunit;

namespace LakeSql.Interop;

/// <summary>
/// ClickHouse with delta-kernel-rs, in one process for all tests, and a lake whose tables it reads by their
/// directories.
/// </summary>
public sealed class Witness : IDisposable
{
    /// <summary>
    /// What makes ClickHouse read as the protocol says: a count that trusts the log knows no deletion vectors.
    /// </summary>
    private static readonly string[] Settings =
    [
        "SET session_timezone = 'UTC'", "SET allow_delta_lake_writes = 1", "SET optimize_trivial_count_query = 0",
        "SET output_format_json_quote_decimals = 1", "SET output_format_json_quote_denormals = 1",
        "SET output_format_json_quote_64bit_integers = 0",
    ];

    private readonly string directory = Directory.CreateTempSubdirectory("lakesql-interop-").FullName;
    private readonly Process? process;
    private readonly string? missing;

    public Witness()
    {
        Lake = new LakeSqlConnection($"Data Source={Path.Combine(directory, "lake")}");
        Lake.Open();
        (var package, missing) = ChdbPackage.Find();
        if (package is null)
        {
            return;
        }

        try
        {
            process = Start(package);
            if (Array.ConvertAll(Settings, s => Ask(s).Error).FirstOrDefault(e => e is not null) is { } error)
            {
                missing = $"chdb does not run here: {error}";
            }
        }
        catch (Win32Exception e)
        {
            missing = $"node, which runs chdb, cannot be started: {e.Message}";
        }
    }

    public LakeSqlConnection Lake { get; }

    /// <summary>A directory outside of the lake that both engines reach.</summary>
    public string Outside => directory;

    /// <summary>The rows of the statement, sorted; the test is skipped where ClickHouse is not there.</summary>
    public IReadOnlyList<string> Rows(string sql)
    {
        var (rows, error) = Ask(sql);
        Assert.True(error is null, $"{error}\n{sql}");
        return [.. rows.Select(RowText.OfJson).Order(StringComparer.Ordinal)];
    }

    public void SkipUnlessThere() => Assert.SkipWhen(missing is not null, missing ?? "");

    public void Dispose()
    {
        Lake.Dispose();
        if (process is not null)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(directory, recursive: true);
    }

    /// <summary>It reads files below its working directory alone.</summary>
    private Process Start(string package) => Process.Start(
        new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "witness.js"), package])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = directory,
        })!;

    private (IReadOnlyList<string> Rows, string? Error) Ask(string sql)
    {
        process!.StandardInput.WriteLine(JsonSerializer.Serialize(sql));
        process.StandardInput.Flush();
        if (process.StandardOutput.ReadLine() is not { } line)
        {
            process.WaitForExit();
            return ([], $"its process ended with {process.ExitCode}");
        }

        using var answer = JsonDocument.Parse(line);
        return answer.RootElement.TryGetProperty("error", out var error)
            ? ([], error.GetString())
            : ([.. answer.RootElement.GetProperty("rows").EnumerateArray().Select(r => r.GetString()!)], null);
    }
}
