using LakeSql.Common.Errors;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Log;
using Xunit;

namespace LakeSql.Storage.Tests.Delta.Log;

/// <summary>
/// Whoever can write a table's log may try to harm who reads it: every attempt ends in a named error.
/// </summary>
public sealed class HostileLogTests
{
    private const string Deep = "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[";

    [Theory]
    [InlineData("garbage")]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("{\"add\":{\"path\":\"cut off")]
    [InlineData("{\"add\":5}")]
    [InlineData("{\"add\":[]}")]
    [InlineData("{\"add\":{}}")]
    [InlineData("{\"add\":{\"path\":\"f\",\"path\":\"g\",\"size\":1}}")]
    [InlineData("{\"add\":{\"path\":\"f\",\"size\":-1}}")]
    [InlineData("{\"add\":{\"path\":\"f\",\"size\":\"many\"}}")]
    [InlineData("{\"add\":{\"path\":\"f\",\"size\":1e300}}")]
    [InlineData("{\"add\":{\"path\":\"f\",\"size\":18446744073709551617}}")]
    [InlineData("{\"add\":{\"path\":\"f\",\"size\":1,\"modificationTime\":9223372036854775807}}")]
    [InlineData("{\"add\":{\"path\":\"f\",\"size\":1,\"partitionValues\":[]}}")]
    [InlineData("{\"add\":{\"path\":\"f\",\"size\":1,\"deletionVector\":{\"offset\":4294967297}}}")]
    [InlineData("{\"add\":{\"path\":\"\\ud800\",\"size\":1}}")]
    [InlineData("{\"remove\":{}}")]
    [InlineData("{\"remove\":true}")]
    [InlineData("{\"txn\":\"x\"}")]
    [InlineData("{\"commitInfo\":\"x\"}")]
    [InlineData("{\"add\":" + Deep)]
    [InlineData("{\"protocol\":{\"minReaderVersion\":1}}")]
    [InlineData("{\"protocol\":{\"minReaderVersion\":4294967297,\"minWriterVersion\":2}}")]
    [InlineData("{\"protocol\":{\"minReaderVersion\":1.5,\"minWriterVersion\":2}}")]
    [InlineData("{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7}}")]
    [InlineData("{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":2,\"readerFeatures\":[1]}}")]
    [InlineData("{\"metaData\":{\"id\":\"0\",\"partitionColumns\":[]}}")]
    [InlineData("{\"metaData\":{\"id\":\"0\",\"schemaString\":\"\"}}")]
    [InlineData("{\"metaData\":{\"id\":\"0\",\"schemaString\":\"{}\"}}")]
    [InlineData("{\"metaData\":{\"id\":\"0\",\"schemaString\":\"" + Deep + "\"}}")]
    public void A_damaged_line_is_damage_wherever_it_stands(string line)
    {
        using var table = new TestTable();
        table.Log(0, TestTable.Protocol, TestTable.Metadata, line);
        TestTable.Fails(ErrorCode.LogCorrupt, table.Table.Latest);

        using var later = new TestTable();
        later.Log(0, TestTable.Protocol, TestTable.Metadata);
        Assert.Equal(0, later.Table.Latest().Version);
        later.Log(1, line);
        var error = TestTable.Fails(ErrorCode.LogCorrupt, later.Table.Latest);
        Assert.Contains("00001.json", error.Message, StringComparison.Ordinal);
        Assert.Empty(later.Table.At(0).Files);
    }

    [Theory]
    [InlineData("""[{\"name\":\"a\",\"type\":\"integer\"},{\"name\":\"A\",\"type\":\"integer\"}]""", "[]")]
    [InlineData("""[{\"name\":\"a\",\"type\":\"decimal(39,0)\"}]""", "[]")]
    [InlineData("""[{\"name\":\"a\",\"type\":\"decimal(2,3)\"}]""", "[]")]
    [InlineData("""[{\"type\":\"integer\"}]""", "[]")]
    [InlineData("""[{\"name\":\"a\",\"type\":\"integer\"}]""", """["b"]""")]
    public void A_schema_that_makes_no_sense_is_damage(string fields, string partitionColumns)
    {
        using var table = new TestTable();
        table.Log(0, TestTable.Protocol, Metadata(fields, partitionColumns));
        TestTable.Fails(ErrorCode.LogCorrupt, table.Table.Latest);
    }

    [Theory]
    [InlineData("""{"protocol":{"minReaderVersion":4,"minWriterVersion":7}}""", "reader version 4")]
    [InlineData("""{"protocol":{"minReaderVersion":0,"minWriterVersion":0}}""", "reader version 0")]
    [InlineData(
        """{"protocol":{"minReaderVersion":3,"minWriterVersion":2,"readerFeatures":["v2Checkpoint","sorcery"]}}""",
        "sorcery")]
    public void A_protocol_that_is_not_known_is_named(string protocol, string name)
    {
        using var table = new TestTable();
        table.Log(0, protocol, """{"metaData":{"id":"0","schemaString":"in another language"}}""");
        var error = TestTable.Fails(ErrorCode.UnsupportedTableFeature, table.Table.Latest);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("geometry")]
    [InlineData("interval")]
    public void A_type_that_is_not_known_is_named(string type)
    {
        using var table = new TestTable();
        table.Log(0, TestTable.Protocol, Metadata($$"""[{\"name\":\"a\",\"type\":\"{{type}}\"}]""", "[]"));
        var error = TestTable.Fails(ErrorCode.UnsupportedTableFeature, table.Table.Latest);
        Assert.Contains(type, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_format_that_is_not_known_is_named()
    {
        using var table = new TestTable();
        table.Log(0, TestTable.Protocol, TestTable.Metadata.Replace("parquet", "orc", StringComparison.Ordinal));
        var error = TestTable.Fails(ErrorCode.UnsupportedTableFeature, table.Table.Latest);
        Assert.Contains("orc", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deletion_vector_that_is_damaged_is_named()
    {
        using var table = new TestTable();
        table.Write("f.parquet", "rows");
        var add = TestTable.Add("f.parquet", ",\"deletionVector\":{\"storageType\":\"i\",\"pathOrInlineDv\":\"x\"}");
        var snapshot = table.Log(0, TestTable.Protocol, TestTable.Metadata, add).Table.Latest();
        var error = TestTable.Fails(ErrorCode.LogCorrupt, () => snapshot.DeletedRowsOf(snapshot.Files[0]));
        Assert.Contains("the deletion vector ix is damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_with_numbers_beyond_all_versions_are_no_part_of_the_log()
    {
        using var table = new TestTable();
        table.Log(0, TestTable.Protocol, TestTable.Metadata);
        table.Write("_delta_log/99999999999999999999.json", "{}");
        table.Write("_delta_log/09223372036854775807.json", "{}");
        table.Write("_delta_log/99999999999999999999.checkpoint.parquet", "");
        table.Write("_delta_log/00000000000000000005.checkpoint.0000000001.9999999999.parquet", "");
        table.Write("_delta_log/00000000000000000005.checkpoint.0000000007.0000000001.parquet", "");
        Assert.Equal(0, table.Table.Latest().Version);
        Assert.Equal(0, table.Table.LatestVersion());
    }

    [Theory]
    [InlineData("")]
    [InlineData(TestTable.Protocol)]
    public void A_log_without_its_first_actions_is_damaged(string line)
    {
        using var table = new TestTable();
        table.Log(0, line);
        TestTable.Fails(ErrorCode.LogCorrupt, table.Table.Latest);
    }

    [Fact]
    public void A_directory_without_a_log_is_no_table()
    {
        using var table = new TestTable();
        TestTable.Fails(ErrorCode.NotATable, table.Table.Latest);
        table.Write("_delta_log/_last_checkpoint", "{}");
        TestTable.Fails(ErrorCode.NotATable, () => table.Table.At(0));
        TestTable.Fails(ErrorCode.NotATable, table.Table.History);
        TestTable.Fails(ErrorCode.NotATable, new DeltaTable(table.At("nowhere")).Latest);
        Assert.False(DeltaTable.Exists(table.Root));
    }

    [Fact]
    public void A_table_that_was_deleted_is_no_table_any_more()
    {
        using var table = new TestTable();
        table.Create(("delta.checkpointInterval", "1"));
        table.Append("f.parquet");
        File.Delete(table.CommitPath(0));
        File.Delete(table.CommitPath(1));
        Assert.Equal(1, table.Table.Latest().Version);
        Directory.Delete(table.At("_delta_log"), recursive: true);
        TestTable.Fails(ErrorCode.NotATable, table.Table.Latest);
    }

    [Fact]
    public void A_commit_that_is_a_link_is_not_followed()
    {
        using var elsewhere = new TestTable();
        elsewhere.Log(0, TestTable.Protocol, TestTable.Metadata);
        using var table = new TestTable();
        Directory.CreateDirectory(table.At("_delta_log"));
        File.CreateSymbolicLink(table.CommitPath(0), elsewhere.CommitPath(0));
        TestTable.Fails(ErrorCode.LogCorrupt, table.Table.Latest);

        using var whole = new TestTable();
        Directory.CreateSymbolicLink(whole.At("_delta_log"), elsewhere.At("_delta_log"));
        TestTable.Fails(ErrorCode.LogCorrupt, whole.Table.Latest);
    }

    [Fact]
    public void A_line_without_end_is_not_read_into_memory()
    {
        using var table = new TestTable();
        table.Log(0, TestTable.Protocol, TestTable.Metadata);
        using (var file = new FileStream(table.CommitPath(1), FileMode.CreateNew))
        {
            file.Write("{\"add\":"u8);

            // The rest is a hole of the file system: 1 TiB that takes no space.
            file.SetLength(1L << 40);
        }

        var error = TestTable.Fails(ErrorCode.LogCorrupt, table.Table.Latest);
        Assert.Contains("a line of more than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_read_across_buffers_with_any_line_end_and_without_the_last()
    {
        using var table = new TestTable();
        var longText = new string('x', 300_000);
        var path = table.Write(
            "_delta_log/lines.json", $"\uFEFF{{\"a\":1}}\r\n\n  \n{{\"b\":\"{longText}\"}}\n{{\"c\":\"é\"}}");
        var lines = LogLines.Read(path).ToList();
        Assert.Equal(["a", "b", "c"], lines.Select(l => l.Single().Key));
        Assert.Equal(longText, (string?)lines[1]["b"]);
        Assert.Equal("é", (string?)lines[2]["c"]);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_damage()
    {
        using var table = new TestTable();
        table.Log(0, TestTable.Protocol, TestTable.Metadata, TestTable.Add("?"));
        var bytes = File.ReadAllBytes(table.CommitPath(0));
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xFF;
        File.WriteAllBytes(table.CommitPath(0), bytes);
        TestTable.Fails(ErrorCode.LogCorrupt, table.Table.Latest);
    }

    [Fact]
    public void A_log_that_may_not_be_read_says_so()
    {
        using var table = new TestTable();
        table.Log(0, TestTable.Protocol, TestTable.Metadata);
        using (new FileStream(table.CommitPath(0), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            TestTable.Fails(ErrorCode.IoFailed, table.Table.Latest);
        }

        Assert.Equal(0, table.Table.Latest().Version);
    }

    private static string Metadata(string fields, string partitionColumns) =>
        """{"metaData":{"id":"0","schemaString":"{\"type\":\"struct\",\"fields\":%f}","partitionColumns":%p}}"""
            .Replace("%f", fields, StringComparison.Ordinal).Replace("%p", partitionColumns, StringComparison.Ordinal);
}
