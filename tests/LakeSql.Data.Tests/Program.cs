using System.Diagnostics;

namespace LakeSql.Data.Tests;

/// <summary>The command <c>lakesql</c>, as a process of its own.</summary>
internal static class Program
{
    /// <summary>Starts it; standard output is the caller's to read, and standard input is at its end.</summary>
    public static Process Start(params string[] arguments) => Start(null, arguments);

    /// <summary>Runs it to its end.</summary>
    public static (int Exit, string Output, string Error) Run(params string[] arguments) => Run(null, arguments);

    /// <summary>Runs it to its end; null leaves LAKESQL_PASSWORD as it is.</summary>
    public static (int Exit, string Output, string Error) Run(string? password, string[] arguments)
    {
        using var process = Start(password, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private static Process Start(string? password, string[] arguments)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "lakesql.dll");
        var start = new ProcessStartInfo("dotnet", [file, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        if (password is not null)
        {
            start.Environment["LAKESQL_PASSWORD"] = password;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
