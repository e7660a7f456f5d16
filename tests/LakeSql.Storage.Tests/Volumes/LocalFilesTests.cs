using System.Runtime.Versioning;
using LakeSql.Common.Errors;
using LakeSql.Storage.Volumes;
using Xunit;

namespace LakeSql.Storage.Tests.Volumes;

public sealed class LocalFilesTests
{
    [Theory]
    [InlineData("a.txt", "a.txt")]
    [InlineData("*.txt", "a.txt b.txt")]
    [InlineData("?.txt", "a.txt b.txt")]
    [InlineData("sub/*.txt", "c.txt")]
    [InlineData("**/*.txt", "a.txt b.txt sub/c.txt sub/deep/d.txt")]
    [InlineData("sub", "c.txt deep/d.txt")]
    public void Files_keep_the_part_of_their_path_that_the_pattern_left_open(string pattern, string expected)
    {
        using var directory = new TemporaryDirectory();
        foreach (var file in new[] { "a.txt", "b.txt", "sub/c.txt", "sub/deep/d.txt", "other.bin" })
        {
            directory.Write(file, file);
        }

        var files = Find(directory.At(pattern));
        Assert.Equal(expected.Split(' '), files.Select(f => f.Relative));
        Assert.All(files, f => Assert.EndsWith(
            Path.GetFileName(f.Relative), File.ReadAllText(f.File), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("none/*.txt")]
    [InlineData("*.none")]
    public void No_file_is_an_error(string pattern)
    {
        using var directory = new TemporaryDirectory();
        TestTable.Fails(ErrorCode.FileNotFound, () => Find(directory.At(pattern)));
    }

    [Fact]
    public void Files_of_one_name_have_an_order_too()
    {
        using var directory = new TemporaryDirectory();
        foreach (var file in new[] { "c/x.txt", "a/x.txt", "b/w.txt", "b/x.txt" })
        {
            directory.Write(file, "");
        }

        var files = Find(directory.At("*/*.txt")).Select(f => f.File);
        Assert.Equal(
            ["b/w.txt", "a/x.txt", "b/x.txt", "c/x.txt"],
            files.Select(f => f[directory.At("").Length..].TrimStart('/')));
    }

    [Theory]
    [InlineData("")]
    [InlineData("**/*.txt")]
    [InlineData("*/a.txt")]
    public void In_what_is_not_open_nothing_is_found_nor_looked_for(string pattern)
    {
        using var directory = new TemporaryDirectory();
        foreach (var file in new[] { "open/a.txt", "closed/a.txt", "closed/deep/a.txt" })
        {
            directory.Write(file, "");
        }

        Directory.CreateSymbolicLink(directory.At("open/link"), directory.At("closed"));
        var asked = new List<string>();
        var files = new LocalFiles(
            directory.At(pattern),
            f =>
            {
                asked.Add(f);
                return !f.StartsWith(directory.At("closed"), StringComparison.Ordinal);
            },
            TestContext.Current.CancellationToken).Find();
        Assert.Equal(directory.At("open/a.txt"), Assert.Single(files).File);
        Assert.Contains(directory.At("closed"), asked);
        Assert.DoesNotContain(asked, f => f.StartsWith(directory.At("closed/"), StringComparison.Ordinal));
    }

    [Fact]
    public void A_search_ends_where_it_is_cancelled()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a/b/c.txt", "");
        using var cancellation = new CancellationTokenSource();
        var asked = new List<string>();
        var files = new LocalFiles(
            directory.At("**/*.txt"),
            f =>
            {
                asked.Add(f);
                if (f == directory.At("a"))
                {
                    cancellation.Cancel();
                }

                return true;
            },
            cancellation.Token);
        Assert.Throws<OperationCanceledException>(files.Find);
        Assert.DoesNotContain(directory.At("a/b"), asked);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_pattern_passes_over_what_the_process_may_not_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "such a process reads all");
        using var directory = new TemporaryDirectory();
        directory.Write("open/a.txt", "");
        directory.Write("closed/a.txt", "");
        File.SetUnixFileMode(directory.At("closed"), UnixFileMode.None);
        try
        {
            Assert.Equal(directory.At("open/a.txt"), Assert.Single(Find(directory.At("**/*.txt"))).File);
            Assert.Throws<UnauthorizedAccessException>(() => Find(directory.At("")));
            Assert.Throws<UnauthorizedAccessException>(() => Find(directory.At("closed/*.txt")));
        }
        finally
        {
            File.SetUnixFileMode(
                directory.At("closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static IReadOnlyList<(string File, string Relative)> Find(string path) =>
        new LocalFiles(path, _ => true, TestContext.Current.CancellationToken).Find();
}
