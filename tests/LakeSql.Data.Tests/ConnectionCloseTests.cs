using System.Collections.Concurrent;
using System.Data;
using System.Diagnostics.Metrics;
using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>What becomes of readers and statements whose connection, the last one of the lake, is closed.</summary>
public sealed class ConnectionCloseTests : IDisposable
{
    private const string Endless = "SELECT sum(a.range * b.range) AS x FROM range(10000000) a, range(10000000) b";
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    private readonly TemporaryLake lake = new();

    public ConnectionCloseTests()
    {
        using var connection = lake.Open();
        connection.Run("CREATE TABLE t AS SELECT range AS x FROM range(100000)");
    }

    public void Dispose() => lake.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    public void An_open_reader_ends_and_is_recorded(int rowCount)
    {
        var connection = lake.Open();
        var reader = Reader(connection, "SELECT x FROM t");
        for (var i = 0; i < rowCount; i++)
        {
            Assert.True(reader.Read());
        }

        connection.Dispose();
        RequireReleased();
        Assert.True(reader.IsClosed);
        Assert.Throws<InvalidOperationException>(() => reader.Read());
        Assert.Throws<InvalidOperationException>(() => reader.NextResult());
        Assert.Throws<InvalidOperationException>(() => reader.GetValue(0));
        Assert.Throws<InvalidOperationException>(() => reader.HasRows);
        reader.Dispose();

        Assert.Equal([["FINISHED"]], History("SELECT status FROM system.query.history WHERE statement_text LIKE "
            + "'SELECT x %'"));
        Assert.Equal([[1L]], History("SELECT count(*) FROM system.access.table_lineage WHERE source_table_full_name = "
            + "'main.default.t' AND target_table_full_name IS NULL"));
        Assert.Equal([["FINISHED"]], History("SELECT status FROM system.access.audit WHERE privilege = 'SELECT'"
            + " AND securable = 'main.default.t'"));
    }

    [Theory]
    [InlineData(Endless)]
    [InlineData("INSERT INTO t " + Endless)]
    [InlineData("CREATE TABLE other AS " + Endless)]
    public async Task A_running_statement_is_cancelled_and_recorded(string sql)
    {
        var connection = lake.Open();
        var running = Task.Run(() => connection.Run(sql), TestContext.Current.CancellationToken);
        await Until(() => IsRunning("securable NOT LIKE 'system%'"));
        await Task.Run(connection.Close, TestContext.Current.CancellationToken)
            .WaitAsync(LongEnough, TestContext.Current.CancellationToken);
        RequireReleased();
        Assert.Equal([["CANCELED", "LSQ6005"]], History(
            "SELECT status, error_code FROM system.query.history WHERE statement_text LIKE '%sum(%'"
            + " AND statement_text NOT LIKE '%query.history%'"));
        Assert.Equal([[100000L]], History("SELECT count(*) FROM t"));
        var error = await Assert.ThrowsAsync<LakeSqlException>(() => running);
        Assert.Equal(ErrorCode.Cancelled, error.Code);
    }

    [Fact]
    public async Task A_training_is_cancelled_and_its_run_is_kept()
    {
        var connection = lake.Open();
        var running = Task.Run(
            () => connection.Run("TRAIN MODEL m OPTIONS (task = 'regression', epochs = 10000) TARGET y AS "
                + "SELECT x, x * 2 AS y FROM t"),
            TestContext.Current.CancellationToken);
        await Until(() => History("SELECT count(*) FROM system.mlflow.runs_latest")[0][0].Equals(1L)
            || IsRunning("securable = 'main.default.t'"));
        await Task.Run(connection.Close, TestContext.Current.CancellationToken)
            .WaitAsync(LongEnough, TestContext.Current.CancellationToken);
        RequireReleased();
        Assert.Equal(ErrorCode.Cancelled, (await Assert.ThrowsAsync<LakeSqlException>(() => running)).Code);
        Assert.Equal([["CANCELED", "LSQ6005"]], History("SELECT status, error_code FROM system.query.history"
            + " WHERE statement_text LIKE 'TRAIN %'"));
        Assert.Equal([["KILLED"]], History("SELECT status FROM system.mlflow.runs_latest"));
        Assert.Empty(History("SHOW MODELS"));
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES (-1)")]
    [InlineData("BEGIN; INSERT INTO t VALUES (-1); COMMIT")]
    public async Task What_is_in_the_table_is_in_the_history(string sql)
    {
        for (var pauseMs = 0; pauseMs < 400; pauseMs += 80)
        {
            var connection = lake.Open();
            var writer = Task.Run(
                () =>
                {
                    while (true)
                    {
                        connection.Run(sql);
                    }
                },
                TestContext.Current.CancellationToken);
            await Task.Delay(pauseMs, TestContext.Current.CancellationToken);
            connection.Close();
            RequireReleased();
            var error = await Assert.ThrowsAnyAsync<Exception>(() => writer);
            Assert.True(error is LakeSqlException or InvalidOperationException, error.ToString());
        }

        var what = sql.StartsWith("BEGIN", StringComparison.Ordinal) ? "COMMIT" : "INSERT";
        Assert.Equal(
            History("SELECT count(*) FROM t WHERE x = -1"),
            History("SELECT count(*) FROM system.query.history WHERE status = 'FINISHED'"
                + $" AND statement_type = '{what}'"));
    }

    [Fact]
    public async Task A_statement_may_close_its_own_connection()
    {
        var connection = lake.Open();
        Assert.Equal(1, connection.Scalar("SELECT 1 AS own"));
        using var meter = new MeterListener();
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "lakesql.plans.reused")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meter.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (tags[0].Value is string path && path == lake.Path)
            {
                connection.Close();
                connection.Dispose();
            }
        });
        meter.Start();
        var again = Task.Run(() => connection.Scalar("SELECT 1 AS own"), TestContext.Current.CancellationToken)
            .WaitAsync(LongEnough, TestContext.Current.CancellationToken);
        Assert.Equal(ErrorCode.Cancelled, (await Assert.ThrowsAsync<LakeSqlException>(() => again)).Code);
        meter.Dispose();
        RequireReleased();
        Assert.Equal([["CANCELED"], ["FINISHED"]], History(
            "SELECT status FROM system.query.history WHERE statement_text LIKE '%AS own' ORDER BY ALL"));
    }

    [Fact]
    public async Task Many_threads_may_close()
    {
        var connection = lake.Open();
        var readers = Enumerable.Range(0, 3).Select(_ => Reader(connection, "SELECT x FROM t")).ToArray();
        var running = Task.Run(() => connection.Run(Endless), TestContext.Current.CancellationToken);
        var counts = readers.Select(r => Task.Run(
            () =>
            {
                while (r.Read())
                {
                }
            },
            TestContext.Current.CancellationToken)).ToArray();
        var changes = new ConcurrentQueue<ConnectionState>();
        connection.StateChange += (_, e) => changes.Enqueue(e.CurrentState);
        await Until(() => IsRunning("securable = ''"));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                connection.Close();
                RequireReleased();
            })))
            .WaitAsync(LongEnough, TestContext.Current.CancellationToken);
        Assert.Equal([ConnectionState.Closed], changes);
        await Assert.ThrowsAsync<LakeSqlException>(() => running);
        foreach (var count in counts)
        {
            var error = await Record.ExceptionAsync(() => count);
            Assert.True(error is null or LakeSqlException or InvalidOperationException, error?.ToString());
        }

        Assert.Equal([[4L]], History("SELECT count(*) FROM system.query.history WHERE statement_type = 'SELECT'"
            + " AND (statement_text LIKE 'SELECT x %' OR statement_text LIKE 'SELECT sum(%')"));
    }

    [Fact]
    public void A_reader_of_an_earlier_session_closes_no_later_one()
    {
        using var connection = lake.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT x FROM t";
        var reader = command.ExecuteReader(CommandBehavior.CloseConnection);
        connection.Close();
        connection.Open();
        reader.Dispose();
        Assert.Equal(ConnectionState.Open, connection.State);
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    private static System.Data.Common.DbDataReader Reader(LakeSqlConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteReader();
    }

    private static async Task Until(Func<bool> isSo)
    {
        var deadline = DateTime.UtcNow + LongEnough;
        while (!isSo())
        {
            Assert.True(DateTime.UtcNow < deadline, "it never came so far");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>SQLite takes its journal away with the last connection.</summary>
    private void RequireReleased() => Assert.False(File.Exists(Path.Combine(lake.Path, "metastore.db-wal")));

    private bool IsRunning(string condition) => !History(
        $"SELECT count(*) FROM system.access.audit WHERE status = 'RUNNING' AND {condition}")[0][0].Equals(0L);

    private List<object[]> History(string sql)
    {
        using var connection = lake.Open();
        return connection.Rows(sql);
    }
}
