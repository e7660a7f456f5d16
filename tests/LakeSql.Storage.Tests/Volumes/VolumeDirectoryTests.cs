using LakeSql.Common.Errors;
using LakeSql.Storage.Volumes;
using Xunit;

namespace LakeSql.Storage.Tests.Volumes;

public sealed class VolumeDirectoryTests
{
    [Theory]
    [InlineData("../secret")]
    [InlineData("a/../../secret")]
    [InlineData("a/../b")]
    [InlineData("..\\secret")]
    [InlineData("a\0b")]
    public void A_path_that_leads_out_of_the_volume_is_refused(string path)
    {
        using var directory = new TemporaryDirectory();
        var volume = new VolumeDirectory(directory.At("v"));
        TestTable.Fails(ErrorCode.InvalidPath, () => volume.Resolve(path));
        TestTable.Fails(ErrorCode.InvalidPath, () => volume.List(path, recursive: true));
    }

    [Theory]
    [InlineData("", "v")]
    [InlineData("/etc/passwd", "v/etc/passwd")]
    [InlineData("a..b/.../c", "v/a..b/.../c")]
    [InlineData("a//b", "v/a/b")]
    public void Every_other_path_lies_in_the_volume(string path, string expected)
    {
        using var directory = new TemporaryDirectory();
        Assert.Equal(directory.At(expected), new VolumeDirectory(directory.At("v")).Resolve(path));
    }

    [Fact]
    public void Links_are_neither_followed_nor_listed_nor_written_through()
    {
        using var directory = new TemporaryDirectory();
        var source = directory.Write("outside/secret", "secret");
        directory.Write("v/f", "mine");
        Directory.CreateSymbolicLink(directory.At("v", "d"), directory.At("outside"));
        File.CreateSymbolicLink(directory.At("v", "l"), source);
        File.CreateSymbolicLink(directory.At("v", "dangling"), directory.At("outside", "new"));
        var volume = new VolumeDirectory(directory.At("v"));
        foreach (var path in new[] { "d", "d/secret", "l", "dangling" })
        {
            TestTable.Fails(ErrorCode.InvalidPath, () => volume.Resolve(path));
            TestTable.Fails(ErrorCode.InvalidPath, () => Do(() => volume.Put(source, path, true, default)));
            TestTable.Fails(ErrorCode.InvalidPath, () => Do(() => volume.Remove(path)));
        }

        Assert.Equal(["f"], volume.List("", recursive: true).Select(f => f.RelativePath));
        Assert.Equal(["outside/secret"], Below(directory, "outside"));
    }

    [Fact]
    public void Files_are_put_listed_got_and_removed()
    {
        using var directory = new TemporaryDirectory();
        var volume = new VolumeDirectory(directory.At("v"));
        var source = directory.Write("in", "hello");
        volume.Put(source, "a/b/f.txt", overwrite: false, default);
        volume.Put(source, "a/g.txt", overwrite: false, default);
        Assert.Equal(["a"], volume.List("", recursive: false).Select(f => f.RelativePath));
        Assert.Equal(
            ["a", "a/b", "a/b/f.txt", "a/g.txt"],
            volume.List("/", recursive: true).Select(f => f.RelativePath).Order(StringComparer.Ordinal));
        var file = Assert.Single(volume.List("a/g.txt", recursive: false));
        Assert.Equal((5, false), (file.Length, file.IsDirectory));

        volume.Get("a/b/f.txt", directory.At("out"), overwrite: false, default);
        Assert.Equal("hello", File.ReadAllText(directory.At("out")));
        volume.Remove("a/b");
        Assert.Equal(["v/a/g.txt"], Below(directory, "v"));
    }

    [Fact]
    public void Nothing_is_overwritten_unasked()
    {
        using var directory = new TemporaryDirectory();
        var volume = new VolumeDirectory(directory.At("v"));
        var source = directory.Write("in", "new");
        directory.Write("v/f", "old");
        directory.Write("out", "old");
        TestTable.Fails(ErrorCode.AlreadyExists, () => Do(() => volume.Put(source, "f", false, default)));
        TestTable.Fails(ErrorCode.AlreadyExists, () => Do(() => volume.Get("f", directory.At("out"), false, default)));
        volume.Put(source, "f", overwrite: true, default);
        Assert.Equal("new", File.ReadAllText(directory.At("v", "f")));
    }

    [Fact]
    public void What_is_not_there_is_not_found()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("v/f", "x");
        var volume = new VolumeDirectory(directory.At("v"));
        TestTable.Fails(ErrorCode.FileNotFound, () => volume.List("g", recursive: false));
        TestTable.Fails(ErrorCode.FileNotFound, () => Do(() => volume.Get("g", directory.At("out"), false, default)));
        TestTable.Fails(ErrorCode.FileNotFound, () => Do(() => volume.Remove("g")));
        TestTable.Fails(ErrorCode.FileNotFound, () => Do(() => volume.Remove("")));
        Assert.Equal(["v/f"], Below(directory, "v"));
    }

    [Fact]
    public void A_copy_that_fails_or_is_cancelled_leaves_nothing()
    {
        using var directory = new TemporaryDirectory();
        var volume = new VolumeDirectory(directory.At("v"));
        var source = directory.Write("in", "new");
        Assert.ThrowsAny<OperationCanceledException>(
            () => volume.Put(source, "f", false, new CancellationToken(canceled: true)));
        TestTable.Fails(ErrorCode.IoFailed, () => Do(() => volume.Put(directory.At("absent"), "f", false, default)));
        Directory.CreateDirectory(directory.At("v", "taken"));
        TestTable.Fails(ErrorCode.IoFailed, () => Do(() => volume.Put(source, "taken", true, default)));
        Assert.Empty(Below(directory, "v"));
    }

    [Fact]
    public void A_file_that_is_still_being_copied_is_not_listed()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("v/.0123.lakesql-partial", "half");
        directory.Write("v/.hidden", "whole");
        directory.Write("v/x.partial", "whole");
        var listed = new VolumeDirectory(directory.At("v")).List("", recursive: true).Select(f => f.RelativePath);
        Assert.Equal([".hidden", "x.partial"], listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Below(TemporaryDirectory directory, string path) =>
        Directory.GetFiles(directory.At(path), "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(directory.Root, f)).Order(StringComparer.Ordinal);

    private static object? Do(Action action)
    {
        action();
        return null;
    }
}
