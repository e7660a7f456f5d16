using System.Diagnostics;
using LakeSql.Data.Tests.Writers;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Several processes in one lake, and processes that die.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Two_processes_insert_200_times_each_and_nothing_is_lost()
    {
        using var lake = new TemporaryLake();
        using (var connection = lake.Open())
        {
            connection.Run("CREATE TABLE t (who INT, i INT)");
        }

        var writers = new[] { 1, 2 }.Select(who => Start(lake.Path, Inserts(who, 200))).ToArray();
        await Task.WhenAll(writers.Select(w => w.WaitForExitAsync(TestContext.Current.CancellationToken)));
        Assert.All(writers, w => Assert.Equal(0, w.ExitCode));
        using var after = lake.Open();
        Assert.Equal(400L, after.Scalar("SELECT count(DISTINCT (who, i)) FROM t"));
        Assert.Equal(400L, after.Scalar("SELECT count(*) FROM t"));
        Assert.Equal(0L, after.Scalar("SELECT count(*) FROM t VERSION AS OF 0"));
        Assert.Equal(400L, after.Scalar("SELECT count(*) FROM t VERSION AS OF 400"));
    }

    [Fact]
    public async Task Upkeep_beside_writers_loses_nothing()
    {
        using var lake = new TemporaryLake();
        using (var connection = lake.Open())
        {
            connection.Run("CREATE TABLE t (who INT, i INT)");
        }

        string Repeated(string sql, int count) => string.Join('\n', Enumerable.Repeat(sql, count));
        var processes = new[]
        {
            Inserts(1, 60), Repeated("UPDATE t SET who = 2 WHERE i % 7 = 0;", 10),
            Repeated("OPTIMIZE t; VACUUM t; OPTIMIZE t ZORDER BY (i);", 10),
        }.Select(script => Start(lake.Path, script)).ToArray();
        var outputs = processes.Select(
            p => p.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ToArray();
        await Task.WhenAll(processes.Select(p => p.WaitForExitAsync(TestContext.Current.CancellationToken)));
        await Task.WhenAll(outputs);
        Assert.All(processes, p => Assert.Equal(0, p.ExitCode));
        using var after = lake.Open();
        after.Run("OPTIMIZE t");
        Assert.Equal(60L, after.Scalar("SELECT count(DISTINCT i) FROM t"));
        Assert.Equal(60L, after.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_killed_writer_leaves_all_that_it_acknowledged_and_nothing_half()
    {
        var rounds = Environment.GetEnvironmentVariable("LAKESQL_SLOW") == "1" ? 400 : 15;
        using var lake = new TemporaryLake();
        using (var connection = lake.Open())
        {
            Array.ForEach(WriterStatement.Table, sql => connection.Run(sql));
        }

        var rows = WriterRows.Of(("shared", 0, ""));
        var acknowledged = 0;
        var token = TestContext.Current.CancellationToken;
        for (var round = 0; round < rounds; round++)
        {
            using var writer = new Writer(lake.Path);
            Assert.True(await writer.IsReady());
            var statements = new Queue<WriterStatement>(WriterStatement.Of($"w{round}", 400));

            // The first answer may take long on a busy machine; the kill comes at another moment after it each time.
            var end = Task.CompletedTask;
            for (var isFirst = true; await writer.Run(statements.Peek().Sql) is { } answer; isFirst = false)
            {
                Assert.Equal("ok", answer);
                rows = rows.After(statements.Dequeue());
                acknowledged++;
                end = isFirst ? Task.Delay(137 * round % 500, token).ContinueWith(_ => writer.Kill(), token) : end;
            }

            await end;

            // The statement that was on its way is there wholly or not at all.
            using var after = lake.Open();
            var found = WriterRows.Read(after, "t");
            Assert.Contains(found, new[] { rows, rows.After(statements.Peek()) });
            rows = found;
        }

        Assert.True(acknowledged >= rounds, $"{acknowledged} statements in {rounds} rounds");
    }

    private static string Inserts(int who, int count) => string.Join(
        '\n', Enumerable.Range(0, count).Select(i => $"INSERT INTO t VALUES ({who}, {i});"));

    private static Process Start(string lake, string script)
    {
        var file = Path.Combine(Path.GetDirectoryName(lake)!, Guid.NewGuid().ToString("N") + ".sql");
        File.WriteAllText(file, script);
        return Program.Start(lake, "-f", file, "--quiet");
    }
}
