using LakeSql.Storage.Volumes;
using Xunit;

namespace LakeSql.Storage.Tests.Volumes;

public sealed class PathTextTests
{
    [Theory]
    [InlineData("/a/b", "/a/b", true)]
    [InlineData("/a/b/c", "/a/b", true)]
    [InlineData("/a/b/c", "/a/b/", true)]
    [InlineData("/a/b", "/", true)]
    [InlineData("/", "/", true)]
    [InlineData("/a/bc", "/a/b", false)]
    [InlineData("/a", "/a/b", false)]
    [InlineData("/A/b", "/a", false)]
    public void Within_is_the_directory_and_what_is_below_it(string path, string directory, bool expected) =>
        Assert.Equal(expected, PathText.IsWithin(path, directory));

    [Fact]
    public void Two_overlap_when_one_is_within_the_other()
    {
        Assert.True(PathText.Overlap("/a", "/a/b"));
        Assert.True(PathText.Overlap("/a/b", "/a"));
        Assert.False(PathText.Overlap("/a/b", "/a/c"));
    }
}
