using System.Diagnostics;

namespace LakeSql.Data.Tests;

/// <summary>The command <c>lakesql</c>, as a process of its own.</summary>
internal static class Program
{
    /// <summary>Starts it; standard output is the caller's to read, and standard input is at its end.</summary>
    public static Process Start(params string[] arguments)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "lakesql.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [file, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs it to its end.</summary>
    public static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
