using System.Runtime.CompilerServices;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Directories of the tests.</summary>
internal static class Shared
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Source())!, "..", ".."));

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

/// <summary>A lake of its own, deleted at the end.</summary>
internal sealed class TemporaryLake : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory("lakesql-").FullName, "lake");

    public LakeSqlConnection Open()
    {
        var connection = new LakeSqlConnection($"Data Source={Path}");
        connection.Open();
        return connection;
    }

    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
}

internal static class Connections
{
    public static int Run(this LakeSqlConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public static object? Scalar(this LakeSqlConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
