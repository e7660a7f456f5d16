using System.Runtime.CompilerServices;
using Xunit;

namespace LakeSql.Tests;

/// <summary>Real inputs that lie beside the repository.</summary>
internal static class Shared
{
    /// <summary>The repository.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Source())!, "..", ".."));

    /// <summary>Where the real inputs lie: <c>LAKESQL_SHARED</c>, else beside the repository.</summary>
    public static string Directory { get; } =
        Environment.GetEnvironmentVariable("LAKESQL_SHARED") ?? Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    /// <summary>A path in the real inputs, whether it is there or not.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Directory, "data", .. parts]);

    /// <summary>A path in the real inputs; the test is skipped where they are absent.</summary>
    public static string Data(params string[] parts)
    {
        var path = PathOf(parts);
        Assert.SkipUnless(
            Path.Exists(path), $"the real inputs (../shared/data/{string.Join('/', parts)}) are not there");
        return path;
    }

    private static string Source([CallerFilePath] string path = "") => path;
}
