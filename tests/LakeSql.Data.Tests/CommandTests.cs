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
