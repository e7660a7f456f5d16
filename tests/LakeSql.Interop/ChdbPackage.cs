using System.ComponentModel;
using System.Diagnostics;

namespace LakeSql.Interop;

/// <summary>The npm package that holds the other engine, installed once into the user's cache.</summary>
internal static class ChdbPackage
{
    private const string Version = "3.4.0";

    private static readonly TimeSpan InstallTimeMax = TimeSpan.FromMinutes(8);

    /// <summary>The package's directory, or why there is none.</summary>
    public static (string? Directory, string? Missing) Find()
    {
        var home = Path.Combine(Cache(), "lakesql", "chdb-" + Version);
        var package = Path.Combine(home, "node_modules", "chdb");
        if (Directory.Exists(package))
        {
            return (package, null);
        }

        try
        {
            return InstallInto(home, package);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"chdb cannot be put into {home}: {e.Message}");
        }
    }

    private static (string? Directory, string? Missing) InstallInto(string home, string package)
    {
        // Installed beside and then renamed: a package that is there is there wholly.
        var fresh = Directory.CreateDirectory($"{home}.{Guid.NewGuid():N}").FullName;
        try
        {
            if (Install(fresh) is { } why)
            {
                return (null, why);
            }

            try
            {
                Directory.Move(fresh, home);
            }
            catch (IOException) when (Directory.Exists(package))
            {
                // Another run has installed it meanwhile.
            }

            return (package, null);
        }
        finally
        {
            if (Directory.Exists(fresh))
            {
                Directory.Delete(fresh, recursive: true);
            }
        }
    }

    private static string? Install(string directory)
    {
        try
        {
            using var npm = Process.Start(new ProcessStartInfo(
                "npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", ".", "chdb@" + Version])
            {
                WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var output = npm.StandardOutput.ReadToEndAsync();
            var error = npm.StandardError.ReadToEndAsync();
            if (!npm.WaitForExit(InstallTimeMax))
            {
                npm.Kill(entireProcessTree: true);
                return $"npm did not install chdb {Version} within {InstallTimeMax.TotalMinutes} minutes";
            }

            return npm.ExitCode == 0 ? null
                : $"npm could not install chdb {Version}: {(error.Result + output.Result).Trim()}";
        }
        catch (Win32Exception e)
        {
            return $"npm, which installs chdb, cannot be started: {e.Message}";
        }
    }

    private static string Cache() => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
        ? cache
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
}
