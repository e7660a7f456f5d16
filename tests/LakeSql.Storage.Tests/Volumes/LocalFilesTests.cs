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

        var files = LocalFiles.Expand(directory.At(pattern));
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
        TestTable.Fails(ErrorCode.FileNotFound, () => LocalFiles.Expand(directory.At(pattern)));
    }
}
