using System.Text.Json;
using System.Text.Json.Nodes;
using LakeSql.Storage.Delta;
using Xunit;

namespace LakeSql.Storage.Tests.Delta;

public sealed class FileStatisticsTests
{
    [Fact]
    public void What_is_said_of_columns_is_read()
    {
        var statistics = FileStatistics.Parse(
            """
            {"numRecords":3,"minValues":{"a":-1,"s":"ab","n":{"x":1}},"maxValues":{"a":9.5,"s":"ab\uDBFF\uDFFF"},
             "nullCount":{"a":0,"s":3,"n":{"x":1},"z":2},"tightBounds":false}
            """)!;
        Assert.Equal(3, statistics.RowCount);
        Assert.False(statistics.TightBounds);
        Assert.Equal(-1, statistics.Columns["a"].Minimum!.Value.GetInt32());
        Assert.Equal(9.5, statistics.Columns["a"].Maximum!.Value.GetDouble());
        Assert.Equal(0, statistics.Columns["a"].NullCount);
        Assert.Equal("ab\U0010FFFF", statistics.Columns["s"].Maximum!.Value.GetString());
        Assert.Equal(new ColumnStatistics(null, null, 2), statistics.Columns["z"]);
        Assert.DoesNotContain("n", statistics.Columns.Keys);
    }

    [Theory]
    [InlineData("""{"numRecords":1,"minValues":{"a":null},"maxValues":{"a":null},"nullCount":{"a":null}}""")]
    [InlineData("""{"numRecords":1,"minValues":null,"maxValues":5,"nullCount":"x"}""")]
    [InlineData("""{"numRecords":1,"nullCount":{"a":1.5}}""")]
    [InlineData("""{"numRecords":1}""")]
    public void What_is_not_said_is_unknown(string json)
    {
        var statistics = FileStatistics.Parse(json)!;
        Assert.Equal(1, statistics.RowCount);
        Assert.Null(statistics.Columns.GetValueOrDefault("a")?.Minimum);
        Assert.Null(statistics.Columns.GetValueOrDefault("a")?.Maximum);
        Assert.Null(statistics.Columns.GetValueOrDefault("a")?.NullCount);
        Assert.True(statistics.TightBounds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"numRecords":"3"}""")]
    [InlineData("""{"numRecords":-3}""")]
    [InlineData("""{"numRecords":3.5}""")]
    [InlineData("""{"numRecords":9223372036854775807}""")]
    [InlineData("""{"numRecords":99999999999999999999}""")]
    [InlineData("""{"numRecords":1,"minValues":{"\ud800":1}}""")]
    [InlineData("""{"numRecords":1,"minValues":{"a":NaN}}""")]
    public void What_cannot_be_used_counts_as_absent(string? json) => Assert.Null(FileStatistics.Parse(json));

    [Theory]
    [InlineData("\"NaN\"")]
    [InlineData("\"-Infinity\"")]
    [InlineData("12345678901234567890.0123456789")]
    [InlineData("\"0001-01-01\"")]
    public void A_bound_keeps_its_text(string bound)
    {
        var json = """{"numRecords":1,"minValues":{"a":%},"maxValues":{"a":%},"nullCount":{"a":0}}"""
            .Replace("%", bound, StringComparison.Ordinal);
        var statistics = FileStatistics.Parse(json)!;
        Assert.Equal(bound, statistics.Columns["a"].Minimum!.Value.GetRawText());
        Assert.Equal(json, statistics.ToJson());
    }

    [Fact]
    public void Loose_bounds_are_written_as_such()
    {
        var statistics = new FileStatistics(0, new Dictionary<string, ColumnStatistics>()) { TightBounds = false };
        Assert.False(FileStatistics.Parse(statistics.ToJson())!.TightBounds);
    }

    [Theory]
    [InlineData("\"{\\\"numRecords\\\":7}\"", 7)]
    [InlineData("\"\\\"{\\\\\\\"numRecords\\\\\\\":7}\\\"\"", 7)]
    [InlineData("{\"numRecords\":7}", 7)]
    [InlineData("\"\\\"broken\"", null)]
    [InlineData("\"broken\"", null)]
    [InlineData("null", null)]
    public void Statistics_are_text_in_the_log_and_never_keep_a_table_from_being_read(string stats, int? rows)
    {
        using var table = new TestTable();
        var add = TestTable.Add("f.parquet", $",\"stats\":{stats}");
        var file = Assert.Single(table.Log(0, TestTable.Protocol, TestTable.Metadata, add).Table.Latest().Files);
        Assert.Equal(rows, FileStatistics.Parse(file.Statistics)?.RowCount);
    }

    [Fact]
    public void Statistics_are_committed_as_they_were_given()
    {
        const string Text = """{"numRecords":1,"maxValues":{"s":"ü\"\\"}}""";
        using var table = new TestTable();
        table.Commit(table.Create(), [table.NewFile("f.parquet", statistics: Text)], []);
        var add = JsonNode.Parse(File.ReadAllLines(table.CommitPath(1))[1])!["add"]!;
        Assert.Equal(Text, (string?)add["stats"]);
        Assert.Equal(JsonValueKind.String, add["stats"]!.GetValueKind());
    }
}
