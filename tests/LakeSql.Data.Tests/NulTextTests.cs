using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>U+0000 in text is a character like others; .slt files have no parameters, and cannot hold it.</summary>
public sealed class NulTextTests : IDisposable
{
    private const string Long = "p8\0 not there";

    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection connection;

    public NulTextTests() => connection = lake.Open();

    [Fact]
    public void Parameters_are_whole()
    {
        Assert.Equal(3L, Scalar("SELECT length(?)", "a\0b"));
        Assert.Equal("\0'a\0\0b\0", Scalar("SELECT ?", "\0'a\0\0b\0"));
        Assert.Equal("\0", Scalar("SELECT ?", "\0"));
        Assert.Equal(4L, Scalar(
            "SELECT CAST(sum(length(s)) AS BIGINT) FROM unnest(?) u(s)", new List<string?> { "a\0b", null, "c" }));
        Assert.Equal(3L, Scalar("SELECT length(?[2][1])", new List<List<string>> { new() { "x" }, new() { "a\0b" } }));
        Assert.Equal(new byte[] { 1, 0, 2 }, Scalar("SELECT ?", new byte[] { 1, 0, 2 }));
    }

    [Fact]
    public void Literals_are_whole()
    {
        Assert.Equal(3L, connection.Scalar("SELECT length('a\0b')"));
        Assert.Equal(true, connection.Scalar("SELECT 'a\0b' = 'a' || chr(0) || 'b' AND 'a\0b' LIKE 'a_b'"));
        Assert.Equal(3L, connection.Scalar("SELECT length({'k': 'a\0b'}.k)"));
    }

    [Fact]
    public void Rows_are_those_that_were_meant()
    {
        connection.Run("CREATE TABLE pub (v STRING)");
        connection.Run("INSERT INTO pub VALUES ('p8')");
        Assert.Equal(0, Run("DELETE FROM pub WHERE v = ?", Long));
        Assert.Equal(1, Run("INSERT INTO pub VALUES (?)", Long));
        Assert.Equal(1L, Scalar("SELECT count(*) FROM pub WHERE v = ?", Long));
        Assert.Equal(1L, Scalar("SELECT count(*) FROM pub WHERE v = ?", "p8"));
        Assert.Equal(1L, Scalar("SELECT count(*) FROM pub WHERE v > ?", "p8"));
        Assert.Equal(1L, Scalar("SELECT count(*) FROM pub WHERE v < ?", "p8\0 a"));
        Assert.Equal(1L, connection.Scalar($"SELECT count(*) FROM pub WHERE v = '{Long}' AND length(v) = 13"));
        Assert.Equal(1, Run("UPDATE pub SET v = ? WHERE v = 'p8'", "a\0"));
        Assert.Equal(1, Run("DELETE FROM pub WHERE v = ?", Long));
        Assert.Equal("a\0", connection.Scalar("SELECT v FROM pub"));
    }

    [Fact]
    public void Files_have_it_too()
    {
        connection.Run("CREATE VOLUME v");
        foreach (var format in (string[])["csv", "json", "parquet"])
        {
            var file = $"/Volumes/main/default/v/f.{format}";
            connection.Run($"COPY (SELECT 'a\0b' AS t UNION ALL SELECT 'c') TO '{file}'");
            Assert.Equal(1L, Scalar($"SELECT count(*) FROM read_files('{file}') WHERE t = ?", "a\0b"));
        }
    }

    [Theory]
    [InlineData("SELECT 1 AS 'a\0b'")]
    [InlineData("SELECT {'a\0b': 1}")]
    [InlineData("PIVOT (SELECT 'a' || chr(0) AS k, 1 AS n) ON k USING sum(n)")]
    public void Names_do_not_have_it(string sql) =>
        Assert.Equal(ErrorCode.InvalidName, Assert.Throws<LakeSqlException>(() => connection.Scalar(sql)).Code);

    [Fact]
    public void Values_of_partitions_do_not_have_it()
    {
        connection.Run("CREATE TABLE p (n INT, k STRING) PARTITIONED BY (k)");
        var error = Assert.Throws<LakeSqlException>(() => Run("INSERT INTO p VALUES (1, ?)", "a\0b"));
        Assert.Equal(ErrorCode.InvalidData, error.Code);
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM p"));
    }

    public void Dispose()
    {
        connection.Dispose();
        lake.Dispose();
    }

    private object? Scalar(string sql, object value)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add(new LakeSqlParameter("", value));
        return command.ExecuteScalar();
    }

    private int Run(string sql, object value)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add(new LakeSqlParameter("", value));
        return command.ExecuteNonQuery();
    }
}
