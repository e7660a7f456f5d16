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
