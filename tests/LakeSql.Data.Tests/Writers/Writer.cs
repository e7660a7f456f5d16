using System.Diagnostics;

namespace LakeSql.Data.Tests.Writers;

/// <summary>A process that writes to a lake: <c>LakeSql.TestHost</c>.</summary>
internal sealed class Writer : IDisposable
{
    private readonly Process process;

    /// <param name="lake">The lake.</param>
    /// <param name="killAt">Before which change of the disk it kills itself; 0 for never.</param>
    public Writer(string lake, int killAt = 0)
        : this(lake, $"{killAt}")
    {
    }

    private Writer(string lake, string option)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "lakesql-testhost.dll");
        process = Process.Start(new ProcessStartInfo("dotnet", [file, lake, option])
        {
            RedirectStandardOutput = true, RedirectStandardInput = true,
        })!;
    }

    /// <summary>A writer for whom permissions count, whoever runs the tests.</summary>
    public static Writer Unprivileged(string lake) => new(lake, "nobody");

    /// <summary>Waits until the lake is open; false when the process has died before.</summary>
    public async Task<bool> IsReady() => await process.StandardOutput.ReadLineAsync() == "ready";

    /// <summary>Runs the statement.</summary>
    /// <returns><c>ok</c> or the error; null when the process has died over it.</returns>
    public async Task<string?> Run(string sql)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(sql);
            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has died before it could be asked, and its last answers may still be there.
        }

        return await process.StandardOutput.ReadLineAsync();
    }

    public void Kill() => process.Kill();

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
        }

        process.WaitForExit();
        process.Dispose();
    }
}
