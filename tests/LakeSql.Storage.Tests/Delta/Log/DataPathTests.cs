using LakeSql.Common.Errors;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Log;
using Xunit;

namespace LakeSql.Storage.Tests.Delta.Log;

public sealed class DataPathTests
{
    [Theory]
    [InlineData("part-0.parquet", "part-0.parquet")]
    [InlineData("p=x/part-0.parquet", "p=x/part-0.parquet")]
    [InlineData("p=with space/f", "p=with%20space/f")]
    [InlineData("p=a%2Fb/f", "p=a%252Fb/f")]
    [InlineData("p=50%25/f", "p=50%2525/f")]
    [InlineData("p=ü 漢🎉/f", "p=%C3%BC%20%E6%BC%A2%F0%9F%8E%89/f")]
    [InlineData("p=a:b?c#d&e+f/f", "p=a%3Ab%3Fc%23d%26e%2Bf/f")]
    [InlineData("p=k=v/f", "p=k=v/f")]
    [InlineData("p=back\\slash/f", "p=back%5Cslash/f")]
    [InlineData("p=__HIVE_DEFAULT_PARTITION__/f", "p=__HIVE_DEFAULT_PARTITION__/f")]
    public void A_path_is_encoded_by_segment_and_comes_back(string path, string encoded)
    {
        Assert.Equal(encoded, DataPath.Encode(path));
        Assert.Equal(path, DataPath.Decode(encoded));
    }

    [Theory]
    [InlineData("/a/with space/p@#h?%")]
    [InlineData("/ü/x=1")]
    public void An_absolute_path_becomes_a_file_uri_and_comes_back(string path)
    {
        Assert.StartsWith("file:///", DataPath.Encode(path), StringComparison.Ordinal);
        Assert.Equal(path, DataPath.Decode(DataPath.Encode(path)));
    }

    [Theory]
    [InlineData("file:/a/b%20c")]
    [InlineData("file:///a/b%20c")]
    [InlineData("FILE://host/a/b%20c")]
    [InlineData("/a/b%20c")]
    public void All_spellings_of_an_absolute_path_mean_the_same_file(string uri) =>
        Assert.Equal("/a/b c", DataPath.Decode(uri));

    [Theory]
    [InlineData("../secret.parquet")]
    [InlineData("a/../../secret.parquet")]
    [InlineData("a/../b.parquet")]
    [InlineData("..%2Fsecret.parquet")]
    [InlineData("%2e%2e/secret.parquet")]
    [InlineData("..%5Csecret.parquet")]
    [InlineData("a/%2E%2E/%2e./secret.parquet")]
    [InlineData("file:../secret.parquet")]
    [InlineData("a%00b.parquet")]
    [InlineData("")]
    [InlineData(".")]
    public void A_relative_path_that_leads_out_of_the_table_is_damage(string path)
    {
        using var table = new TestTable();
        var snapshot = With(table, path);
        TestTable.Fails(ErrorCode.LogCorrupt, () => snapshot.PathOf(snapshot.Files[0]));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("file:/etc/passwd")]
    [InlineData("%2Fetc%2Fpasswd")]
    [InlineData("s3://bucket/secret.parquet")]
    [InlineData("https://example.org/x.parquet")]
    public void A_file_of_another_place_is_refused(string path)
    {
        using var table = new TestTable();
        var snapshot = With(table, path);
        TestTable.Fails(ErrorCode.UnsupportedTableFeature, () => snapshot.PathOf(snapshot.Files[0]));
    }

    [Fact]
    public void A_directory_beside_the_table_whose_name_starts_as_its_does_is_another_place()
    {
        using var table = new TestTable();
        var snapshot = With(table, table.Root + "2/f.parquet");
        TestTable.Fails(ErrorCode.UnsupportedTableFeature, () => snapshot.PathOf(snapshot.Files[0]));
    }

    [Theory]
    [InlineData("%252e%252e/f.parquet", "%2e%2e/f.parquet")]
    [InlineData("a..b/...parquet", "a..b/...parquet")]
    [InlineData("./f.parquet", "f.parquet")]
    public void A_path_that_only_looks_like_it_is_found(string path, string expected)
    {
        using var table = new TestTable();
        var snapshot = With(table, path);
        Assert.Equal(table.At(expected), snapshot.PathOf(snapshot.Files[0]));
    }

    [Fact]
    public void An_absolute_path_into_the_table_is_found()
    {
        using var table = new TestTable();
        var snapshot = With(table, "file://" + table.At("f.parquet"));
        Assert.Equal(table.At("f.parquet"), snapshot.PathOf(snapshot.Files[0]));
    }

    /// <summary>A shallow clone uses files of its sources, and of those alone, whatever its log says.</summary>
    [Fact]
    public void A_file_of_a_source_is_found_and_no_other()
    {
        using var source = new TestTable();
        using var other = new TestTable();
        using var clone = new TestTable();
        source.Write("secret.parquet", "secret");
        File.CreateSymbolicLink(source.At("link.parquet"), other.Write("f.parquet", "rows"));
        With(
            clone, "file://" + source.At("p=1/f.parquet"), "file://" + other.At("f.parquet"),
            source.Root + "2/f.parquet",
            source.Root + "/../" + Path.GetFileName(other.Root) + "/f.parquet", "file://" + source.At("link.parquet"),
            source.Root);
        var snapshot = new DeltaTable(clone.Root, [SourceDirectory.Of(source.Root)]).Latest();
        Assert.Equal(source.At("p=1/f.parquet"), snapshot.PathOf(snapshot.Files[0]));
        Assert.All(snapshot.Files.Skip(1), f => Assert.Throws<LakeSqlException>(() => snapshot.PathOf(f)));
        var plain = clone.Table.Latest();
        Assert.All(plain.Files, f => Assert.Throws<LakeSqlException>(() => plain.PathOf(f)));
    }

    [Fact]
    public void A_source_is_found_by_whatever_link_the_lake_is_opened()
    {
        using var source = new TestTable();
        using var clone = new TestTable();
        using var other = new TemporaryDirectory();
        With(clone, "file://" + source.At("f.parquet"));
        Directory.CreateSymbolicLink(other.At("link"), source.Root);
        var snapshot = new DeltaTable(clone.Root, [SourceDirectory.Of(other.At("link"))]).Latest();
        Assert.Equal(other.At("link", "f.parquet"), snapshot.PathOf(snapshot.Files[0]));
    }

    [Theory]
    [InlineData("link.parquet")]
    [InlineData("directory/secret.parquet")]
    public void A_link_in_the_table_is_not_followed(string path)
    {
        using var elsewhere = new TemporaryDirectory();
        elsewhere.Write("secret.parquet", "secret");
        using var table = new TestTable();
        File.CreateSymbolicLink(table.At("link.parquet"), elsewhere.At("secret.parquet"));
        Directory.CreateSymbolicLink(table.At("directory"), elsewhere.Root);
        var snapshot = With(table, path);
        TestTable.Fails(ErrorCode.LogCorrupt, () => snapshot.PathOf(snapshot.Files[0]));
    }

    [Fact]
    public void The_table_itself_may_be_reached_by_a_link()
    {
        using var table = new TestTable();
        With(table, "f.parquet");
        using var other = new TemporaryDirectory();
        Directory.CreateSymbolicLink(other.At("link"), table.Root);
        var snapshot = new DeltaTable(other.At("link")).Latest();
        Assert.Equal(other.At("link", "f.parquet"), snapshot.PathOf(snapshot.Files[0]));
    }

    [Theory]
    [InlineData("\"x\"", "x")]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"__HIVE_DEFAULT_PARTITION__\"", "__HIVE_DEFAULT_PARTITION__")]
    [InlineData("\"a/b=c %20 é\"", "a/b=c %20 é")]
    [InlineData("5", "5")]
    public void A_partition_value_is_text_and_the_empty_text_is_null(string json, string? expected)
    {
        using var table = new TestTable();
        var add = TestTable.Add("f").Replace("Values\":{}", $"Values\":{{\"p\":{json}}}", StringComparison.Ordinal);
        var snapshot = table.Log(0, TestTable.Protocol, TestTable.Metadata, add).Table.Latest();
        Assert.Equal(expected, snapshot.Files[0].PartitionValues["p"]);
    }

    [Theory]
    [InlineData("p=a%2Fb/f.parquet", "a/b")]
    [InlineData("p=__HIVE_DEFAULT_PARTITION__/f.parquet", null)]
    [InlineData("p=ü 漢🎉=%25/f.parquet", "ü 漢🎉=%")]
    public void A_partition_survives_commit_and_checkpoint(string path, string? value)
    {
        using var table = new TestTable();
        var read = table.Create(("delta.checkpointInterval", "1"));
        table.Commit(read, [table.NewFile(path, value)], []);
        var replayed = SnapshotReader.Load(LogDirectory.Open(table.Root), 1).Files.Single();
        File.Delete(table.CommitPath(0));
        File.Delete(table.CommitPath(1));
        var fromCheckpoint = SnapshotReader.Load(LogDirectory.Open(table.Root), 1).Files.Single();
        Assert.All(new[] { replayed, fromCheckpoint }, f =>
        {
            Assert.Equal(path, f.Path);
            Assert.Equal(value, f.PartitionValues["p"]);
        });
    }

    private static Snapshot With(TestTable table, params string[] paths) => table.Log(
        0, [TestTable.Protocol, TestTable.Metadata, .. paths.Select(p => TestTable.Add(p))]).Table.Latest();
}
