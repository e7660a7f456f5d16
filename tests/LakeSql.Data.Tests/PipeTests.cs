using System.Diagnostics;
using System.Runtime.Versioning;
using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Pipes have the names of files, and whoever opens one waits until somebody writes to it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PipeTests : IDisposable
{
    private const string Name = "pipe.csv";

    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection connection;

    public PipeTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes are no files there");
        connection = lake.Open();
        Directory.CreateDirectory(At("volume"));
        Directory.CreateDirectory(At("other"));
        foreach (var directory in (string[])["volume", "other"])
        {
            using var made = Process.Start("mkfifo", At($"{directory}/{Name}"));
            made.WaitForExit();
        }

        connection.Run($"CREATE EXTERNAL LOCATION place URL '{At("other")}'; "
            + $"CREATE EXTERNAL VOLUME v LOCATION '{At("volume")}'; CREATE TABLE t (a STRING)");
    }

    public void Dispose()
    {
        connection.Dispose();
        lake.Dispose();
    }

    [Theory]
    [InlineData("PUT '{0}/other/pipe.csv' INTO '/Volumes/main/default/v/new/x.csv'")]
    [InlineData("PUT '{0}/other' INTO '/Volumes/main/default/v/new'")]
    [InlineData("PUT '{0}/other/*.csv' INTO '/Volumes/main/default/v/new'")]
    [InlineData("GET '/Volumes/main/default/v/pipe.csv' TO '{0}/new/x.csv'")]
    [InlineData("SELECT * FROM csv.`{0}/other/pipe.csv`")]
    [InlineData("SELECT * FROM json.`{0}/other`")]
    [InlineData("SELECT * FROM parquet.`{0}/other/*.csv`")]
    [InlineData("SELECT * FROM read_files('/Volumes/main/default/v/pipe.csv')")]
    [InlineData("SELECT * FROM read_files('/Volumes/main/default/v', format => 'binaryFile')")]
    [InlineData("SELECT * FROM read_files('/Volumes/main/default/v', format => 'text')")]
    [InlineData("COPY INTO t FROM '/Volumes/main/default/v' FILEFORMAT = CSV")]
    [InlineData("CONVERT TO DELTA parquet.`{0}/other`")]
    public void Nothing_waits_for_a_pipe(string sql)
    {
        var error = Assert.Throws<LakeSqlException>(() => connection.Run(sql.Replace("{0}", At(""))));
        Assert.Equal(ErrorCode.InvalidPath, error.Code);
        Assert.Contains($"{Name} is no regular file", error.Message);
        Assert.False(Directory.Exists(At("new")) || Directory.Exists(At("volume/new")));
    }

    private string At(string path) => Path.Combine(Path.GetDirectoryName(lake.Path)!, path).TrimEnd('/');
}
