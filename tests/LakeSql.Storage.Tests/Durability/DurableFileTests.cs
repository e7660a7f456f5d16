using System.Text;
using LakeSql.Storage.Durability;
using Xunit;

namespace LakeSql.Storage.Tests.Durability;

public sealed class DurableFileTests
{
    [Fact]
    public async Task Of_many_creators_exactly_one_wins_and_the_file_is_wholly_its()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.At("0.json");
        var contents = Enumerable.Range('a', 24)
            .Select(c => Encoding.UTF8.GetBytes(new string((char)c, 200_000))).ToList();
        var created = await Task.WhenAll(contents.Select(c => Task.Run(() => TryCreate(path, c))));
        Assert.Single(created, c => c);
        Assert.Equal(contents[Array.IndexOf(created, true)], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(directory.Root));
    }

    [Fact]
    public async Task A_reader_sees_the_whole_file_or_none()
    {
        using var directory = new TemporaryDirectory();
        var content = new byte[4 << 20];
        var paths = Enumerable.Range(0, 20).Select(i => directory.At($"{i}")).ToList();
        var writer = Task.Run(() => paths.ForEach(p => TryCreate(p, content)));
        var lengths = new HashSet<long>();
        while (!writer.IsCompleted)
        {
            lengths.UnionWith(paths.Where(File.Exists).Select(p => new FileInfo(p).Length));
        }

        await writer;
        lengths.UnionWith(paths.Select(p => new FileInfo(p).Length));
        Assert.Equal([content.Length], lengths);
    }

    [Fact]
    public void An_existing_file_stays_as_it_is()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("f", "old");
        Assert.False(TryCreate(path, "new"u8.ToArray()));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(directory.Root));
    }

    [Fact]
    public void A_link_that_leads_nowhere_takes_the_name_too()
    {
        using var directory = new TemporaryDirectory();
        File.CreateSymbolicLink(directory.At("f"), directory.At("nowhere"));
        Assert.False(TryCreate(directory.At("f"), "new"u8.ToArray()));
        Assert.False(File.Exists(directory.At("nowhere")));
    }

    [Fact]
    public void Replacing_takes_the_place_of_any_file_and_of_none()
    {
        using var directory = new TemporaryDirectory();
        DurableFile.Replace(directory.At("f"), "one"u8);
        DurableFile.Replace(directory.At("f"), "2"u8);
        Assert.Equal("2", File.ReadAllText(directory.At("f")));
        Assert.Single(Directory.GetFileSystemEntries(directory.Root));
    }

    [Fact]
    public void A_directory_that_is_absent_is_an_error_and_leaves_nothing()
    {
        using var directory = new TemporaryDirectory();
        Assert.ThrowsAny<IOException>(() => TryCreate(directory.At("no", "f"), "x"u8.ToArray()));
        Assert.ThrowsAny<IOException>(() => DurableFile.Replace(directory.At("no", "f"), "x"u8));
        Assert.Empty(Directory.GetFileSystemEntries(directory.Root));
    }

    private static bool TryCreate(string path, byte[] content)
    {
        using var pending = PendingFile.Write(Path.GetDirectoryName(path)!, content);
        return pending.TryName(path);
    }
}
