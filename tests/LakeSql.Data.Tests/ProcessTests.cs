using System.Diagnostics;
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
    public async Task A_killed_writer_loses_nothing_that_it_acknowledged()
    {
        var rounds = Environment.GetEnvironmentVariable("LAKESQL_SLOW") == "1" ? 50 : 6;
        using var lake = new TemporaryLake();
        using (var connection = lake.Open())
        {
            connection.Run("CREATE TABLE t (who INT, i INT)");
        }

        var acknowledged = new HashSet<string>();
        for (var round = 0; round < rounds; round++)
        {
            var script = string.Join(
                '\n', Enumerable.Range(0, 400)
                .Select(i => $"INSERT INTO t VALUES ({round}, {i}); SELECT '{round}-{i}' AS done;"));
            using var writer = Start(lake.Path, script);

            // The first answer may take long on a busy machine; the kill comes at another moment after it each time.
            var first = await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            while (first is not null && !first.Contains('-'))
            {
                first = await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            }

            acknowledged.Add(Assert.IsType<string>(first));
            var output = writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await Task.Delay(137 * round % 500, TestContext.Current.CancellationToken);
            writer.Kill();
            await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
            acknowledged.UnionWith((await output).Split("\r\n").Where(l => l.Contains('-')));
            using var after = lake.Open();
            using var command = after.CreateCommand();
            command.CommandText = "SELECT who || '-' || i FROM t";
            using var reader = command.ExecuteReader();
            var rows = new List<string>();
            while (reader.Read())
            {
                rows.Add(reader.GetString(0));
            }

            Assert.Equal(rows.Count, rows.Distinct().Count());
            Assert.Subset(rows.ToHashSet(), acknowledged);
        }

        Assert.NotEmpty(acknowledged);
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
