using LakeSql.Common.Errors;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Upkeep;
using Xunit;

namespace LakeSql.Storage.Tests.Delta.Upkeep;

public sealed class UnneededFilesTests
{
    private static readonly DateTimeOffset Soon = DateTimeOffset.UtcNow.AddHours(1);

    [Fact]
    public void What_failed_writers_left_goes_when_it_is_old_enough()
    {
        using var table = new TestTable();
        table.Create();
        table.Append("kept.parquet");
        Aged(table.Write("old.parquet", "rows"));
        table.Write("new.parquet", "rows");
        Assert.Equal(["old.parquet"], Unneeded(table, DateTimeOffset.UtcNow.AddDays(-7)).Paths);
        Assert.Equal(["new.parquet", "old.parquet"], Unneeded(table, Soon).Paths);
    }

    [Fact]
    public void Hidden_names_links_and_other_tables_stay()
    {
        using var table = new TestTable();
        using var outside = new TemporaryDirectory();
        table.Create();
        foreach (var name in (string[])["_a/x", ".b/x", "_SUCCESS", ".x.crc", "inner/_delta_log/0.json", "inner/x"])
        {
            table.Write(name, "rows");
        }

        File.CreateSymbolicLink(table.At("link.parquet"), outside.Write("x", "rows"));
        Directory.CreateSymbolicLink(table.At("link"), outside.Root);
        Assert.Empty(Unneeded(table, Soon).Paths);
        Assert.Equal((0, 0, 0), Unneeded(table, Soon).Delete(default));
        Assert.True(File.Exists(outside.At("x")));
    }

    [Fact]
    public void Directories_of_partitions_are_looked_into_whatever_they_are_called()
    {
        using var table = new TestTable();
        table.Log(
            0, TestTable.Protocol,
            TestTable.Metadata
                .Replace("\"partitionColumns\":[]", "\"partitionColumns\":[\"_id\"]", StringComparison.Ordinal)
                .Replace(@"\""id\""", @"\""_id\""", StringComparison.Ordinal));
        table.Write("_id=1/a.parquet", "rows");
        table.Write("_change_data/b.parquet", "rows");
        Assert.Equal(["_change_data/b.parquet", "_id=1/a.parquet"], Unneeded(table, Soon).Paths);
    }

    [Fact]
    public void Emptied_directories_go_and_others_stay()
    {
        using var table = new TestTable();
        table.Create();
        table.Append("p=1/kept.parquet");
        table.Write("p=2/q=3/old.parquet", "rows");
        Assert.Equal((1, 4, 2), Unneeded(table, Soon).Delete(default));
        Assert.Equal(["_delta_log", "p=1"], Directory.GetDirectories(table.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_file_that_is_committed_again_meanwhile_stays()
    {
        using var table = new TestTable();
        table.Create();
        var first = table.Append("a.parquet");
        var second = table.Commit(first, [], first.Files);
        var unneeded = Unneeded(table, Soon);
        Assert.Equal(["a.parquet"], unneeded.Paths);
        table.Commit(second, first.Files, []);
        Assert.Equal((0, 0, 0), unneeded.Delete(default));
    }

    [Fact]
    public void Versions_that_are_named_keep_their_files()
    {
        using var table = new TestTable();
        table.Create();
        var first = table.Append("a.parquet");
        var second = table.Commit(first, [table.NewFile("b.parquet")], first.Files);
        table.Commit(second, [table.NewFile("c.parquet")], second.Files);
        Assert.Equal(["a.parquet", "b.parquet"], Unneeded(table, Soon).Paths);
        Assert.Equal(["b.parquet"], table.Table.Unneeded(Soon, [first.Version, 99], []).Paths);
        Assert.Empty(Unneeded(table, DateTimeOffset.UtcNow.AddDays(-7)).Paths);
    }

    [Fact]
    public void A_file_that_the_log_names_elsewhere_stops_it()
    {
        using var table = new TestTable();
        table.Log(0, TestTable.Protocol, TestTable.Metadata, TestTable.Add("../x.parquet"));
        table.Write("old.parquet", "rows");
        TestTable.Fails(ErrorCode.LogCorrupt, () => Unneeded(table, Soon));
    }

    private static UnneededFiles Unneeded(TestTable table, DateTimeOffset since) => table.Table.Unneeded(since, [], []);

    private static void Aged(string path) => File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-8));
}
