using System.Runtime.CompilerServices;
using Xunit;

namespace LakeSql.Models.Tests;

internal static class Shared
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Source())!, "..", ".."));

    /// <summary>A path in the real inputs; the test is skipped where they are absent.</summary>
    public static string Data(params string[] parts)
    {
        var shared = Environment.GetEnvironmentVariable("LAKESQL_SHARED") ?? Path.GetFullPath(Path.Combine(Root, "..", "shared"));
        var path = Path.Combine([shared, "data", .. parts]);
        Assert.SkipUnless(Path.Exists(path), $"the real inputs (../shared/data/{string.Join('/', parts)}) are not there");
        return path;
    }

    private static string Source([CallerFilePath] string path = "") => path;
}
