using System.Data;
using System.Numerics;
using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>What a command does with its behavior and its parameters.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection connection;

    public CommandTests()
    {
        connection = lake.Open();
        connection.Run("CREATE TABLE t (i INT, s STRING); INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    }

    public void Dispose()
    {
        connection.Dispose();
        lake.Dispose();
    }

    [Theory]
    [InlineData("SELECT * FROM t")]
    [InlineData("SELECT *, i, 1, 1, count(*) OVER () FROM t x ORDER BY i LIMIT 1")]
    [InlineData("WITH c AS (SELECT i AS n FROM t) SELECT c.n, c.n, [n], {'a': n, 'b': DATE '2024-01-01'} FROM c")]
    [InlineData("VALUES (1, 'x')")]
    [InlineData("SELECT s FROM t UNION ALL SELECT 'c' ORDER BY 1")]
    [InlineData("PIVOT t ON s USING sum(i)")]
    public void Columns_alone_are_those_of_the_rows(string sql)
    {
        // The second run takes the plan of the first.
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(Columns(CommandBehavior.Default), Columns(CommandBehavior.SchemaOnly));
        }

        List<(string, string, Type)> Columns(CommandBehavior behavior)
        {
            using var reader = Command(sql).ExecuteReader(behavior);
            Assert.Equal(behavior == CommandBehavior.Default, reader.Read());
            return [.. Enumerable.Range(0, reader.FieldCount)
                .Select(i => (reader.GetName(i), reader.GetDataTypeName(i), reader.GetFieldType(i)))];
        }
    }

    [Fact]
    public void Columns_alone_are_asked_for_without_evaluating_anything()
    {
        using (var reader = Command("SELECT CAST(error('no') AS INT) AS e, @p AS p; SELECT i FROM t", ("p", 1))
            .ExecuteReader(CommandBehavior.SchemaOnly))
        {
            Assert.Equal("e", reader.GetName(0));
            Assert.Equal(typeof(int), reader.GetFieldType(1));
            Assert.True(reader.NextResult());
            Assert.False(reader.HasRows);
            Assert.Equal("i", reader.GetSchemaTable()!.Rows[0]["ColumnName"]);
        }

        Assert.Equal([["FINISHED", 0L]], connection.Rows("SELECT status, rows_produced FROM system.query.history"
            + " WHERE statement_text = 'SELECT i FROM t'"));
        connection.Run("CREATE USER ana; SET SESSION AUTHORIZATION ana");
        var error = Assert.Throws<LakeSqlException>(
            () => Command("SELECT i FROM main.default.t").ExecuteReader(CommandBehavior.SchemaOnly));
        Assert.Equal(ErrorCode.TableNotFound, error.Code);
        error = Assert.Throws<LakeSqlException>(() => Command("SELEC").ExecuteReader(CommandBehavior.SchemaOnly));
        Assert.StartsWith("LSQ1", error.Code.Code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE FROM t")]
    [InlineData("SELECT 1; DROP TABLE t")]
    [InlineData("CREATE TABLE u (i INT); SELECT i FROM u")]
    [InlineData("EXPLAIN SELECT 1")]
    public void What_is_no_query_is_not_executed_for_its_columns(string sql)
    {
        var count = connection.Scalar("SELECT count(*) FROM system.query.history");
        Assert.Throws<NotSupportedException>(
            () => Command(sql).ExecuteReader(CommandBehavior.SchemaOnly | CommandBehavior.KeyInfo));
        Assert.Equal((long)count! + 1, connection.Scalar("SELECT count(*) FROM system.query.history"));
        Assert.Equal(2L, connection.Scalar("SELECT count(*) FROM t"));
    }

    public static TheoryData<object, string> Unbound => new()
    {
        { new Dictionary<string, int> { ["a"] = 1 }, "Dictionary<String, Int32>" },
        { new List<Uri>(), "List<Uri>" },
        { new List<object> { 1 }, "List<Object>" },
        { new HashSet<int> { 1 }, "HashSet<Int32>" },
        { new int[1, 1], "Int32[,]" },
        { new MemoryStream(), "MemoryStream" },
        { new object(), "Object" },
    };

    [Theory]
    [MemberData(nameof(Unbound), DisableDiscoveryEnumeration = true)]
    public void A_value_that_no_column_can_have_is_refused_by_name_and_type(object value, string type)
    {
        foreach (var sql in (string[])["SELECT @given", "INSERT INTO t (s) VALUES (@given)", "SELECT ?"])
        {
            var error = Assert.Throws<LakeSqlException>(() => Command(sql, ("given", value)).ExecuteNonQuery());
            Assert.Equal(ErrorCode.ParameterInvalid, error.Code);
            Assert.Contains(type + ",", error.Message, StringComparison.Ordinal);
            Assert.Contains(sql.EndsWith('?') ? "parameter 1 " : "parameter given ", error.Message,
                StringComparison.Ordinal);
            Assert.True(error.Span.IsKnown);
        }
    }

    public static TheoryData<object, string> Bound => new()
    {
        { new byte[] { 1 }, "BLOB" }, { BigInteger.One, "HUGEINT" }, { new[] { 1, 2 }, "INTEGER[]" },
        { new List<int?> { 1, null }, "INTEGER[]" }, { new List<List<string>> { new() { "a" } }, "VARCHAR[][]" },
        { new List<byte[]> { new byte[] { 1 } }, "BLOB[]" }, { new Uri("http://a"), "VARCHAR" }, { 'c', "VARCHAR" },
        { DayOfWeek.Friday, "VARCHAR" }, { new DateOnly(2024, 1, 2), "DATE" }, { TimeSpan.FromHours(1), "INTERVAL" },
    };

    [Theory]
    [MemberData(nameof(Bound), DisableDiscoveryEnumeration = true)]
    public void A_value_that_a_column_can_have_is_bound(object value, string type) =>
        Assert.Equal(type, Command("SELECT typeof(@v)", ("v", value)).ExecuteScalar());

    [Theory]
    [InlineData("@a", "@A")]
    [InlineData("@a", "$a")]
    [InlineData("a", ":A")]
    public void Two_values_of_one_name_are_no_value(string first, string second)
    {
        var error = Assert.Throws<LakeSqlException>(
            () => Command("SELECT @a", (first, 1), (second, 2)).ExecuteScalar());
        Assert.Equal(ErrorCode.ParameterInvalid, error.Code);
        Assert.Contains("parameter a has 2 values", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, Command("SELECT ? + ?", (first, 1), (second, 2)).ExecuteScalar());
    }

    [Fact]
    public void Completion_begins_and_ends_with_the_text()
    {
        Assert.Equal(0, connection.Complete("SEL", -1).Start);
        Assert.Equal(["SELECT"], connection.Complete("SEL", 1000).Candidates.Take(1));
        Assert.Equal(0, connection.Complete("", 1).Start);
    }

    [Fact]
    public async Task A_training_that_is_cancelled_while_it_reads_its_rows_is_killed()
    {
        using var command = Command("TRAIN MODEL m OPTIONS (task = 'regression') TARGET y AS SELECT y, y * 2 AS x "
            + "FROM (SELECT sum(a.range * b.range) AS y FROM range(10000000) a, range(10000000) b)");
        var training = Task.Run(command.ExecuteNonQuery, TestContext.Current.CancellationToken);
        while (connection.Progress?.Activity != "reading the training rows" && !training.IsCompleted)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        command.Cancel();
        Assert.Equal(ErrorCode.Cancelled, (await Assert.ThrowsAsync<LakeSqlException>(() => training)).Code);
        Assert.Equal("KILLED", connection.Scalar("SELECT status FROM system.mlflow.runs_latest"));
        Assert.Equal("CANCELED", connection.Scalar(
            "SELECT status FROM system.query.history WHERE statement_type LIKE 'TRAIN%'"));
    }

    private LakeSqlCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        var command = (LakeSqlCommand)connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
