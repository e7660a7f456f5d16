using System.Text.Json.Nodes;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>
/// A row of constants goes a shorter way than others: what the log then says of its file must be the same.
/// </summary>
public sealed class OneRowTests
{
    private const string Columns =
        "i INT, b BIGINT, d DOUBLE, s STRING, f BOOLEAN, x BINARY, t DATE, a INT[], m DECIMAL(9, 2) DEFAULT 1.5";

    [Theory]
    [InlineData("1, 2, 3, 'text', TRUE, NULL, NULL, NULL, 1.5")]
    [InlineData("-1, -999999999, -0, '', FALSE, NULL, NULL, NULL, NULL")]
    [InlineData("0, 0, 0, 'it''s \"quoted\"', NULL, NULL, NULL, NULL, NULL")]
    [InlineData("NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL")]
    [InlineData("007, 1, 1, 'a text of more than thirty-two characters, which is cut', TRUE, NULL, NULL, NULL, NULL")]
    [InlineData("2147483647, 9223372036854775807, 1.5, 'ä€🎈', TRUE, 'x', DATE '2024-01-01', [1], 2")]
    [InlineData("1 + 1, 2, 3, upper('a'), TRUE, NULL, NULL, NULL, NULL")]
    public void The_log_says_of_a_row_of_constants_what_it_says_of_others(string values)
    {
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        Assert.Equal(
            StatisticsAfter(lake, connection, "SELECT * FROM (SELECT " + values + ")"),
            StatisticsAfter(lake, connection, "VALUES (" + values + ")"));
    }

    [Fact]
    public void Columns_that_are_not_given_are_known_too()
    {
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        connection.Run("CREATE TABLE t (a INT, b STRING, c INT NOT NULL, d BIGINT DEFAULT 7) "
            + "TBLPROPERTIES ('delta.columnMapping.mode' = 'name')");
        connection.Run("INSERT INTO t (c, a) VALUES (3, 1)");
        connection.Run("INSERT INTO t (c, a, d) VALUES (4, 2, 8)");
        Assert.Equal(
            ["1,,3,7", "2,,4,8"],
            connection.Rows("SELECT * FROM t ORDER BY a").Select(r => string.Join(',', r)));
        Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t WHERE b IS NULL AND d > 7"));
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t WHERE b IS NOT NULL"));
    }

    private static string StatisticsAfter(TemporaryLake lake, LakeSqlConnection connection, string rows)
    {
        connection.Run($"CREATE OR REPLACE TABLE t ({Columns})");
        connection.Run("INSERT INTO t " + rows);
        var commit = Directory.EnumerateFiles(lake.Path, "*.json", SearchOption.AllDirectories).Max(
            StringComparer.Ordinal)!;
        return File.ReadLines(commit).Select(l => JsonNode.Parse(l)!["add"]?["stats"]?.GetValue<string>())
            .Single(s => s is not null)!;
    }
}
