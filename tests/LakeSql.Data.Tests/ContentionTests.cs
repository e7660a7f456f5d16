using LakeSql.Data.Tests.Writers;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Many processes that change one table at once, and a checker that finds the order they did it in.</summary>
public sealed class ContentionTests
{
    private const int WriterCount = 8;

    [Fact]
    public async Task Eight_writers_leave_what_some_order_of_their_statements_leaves()
    {
        var isLong = Environment.GetEnvironmentVariable("LAKESQL_SLOW") == "1";
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        Array.ForEach(WriterStatement.Table, sql => connection.Run(sql));
        var writers = await Task.WhenAll(Enumerable.Range(0, WriterCount).Select(
            w => Write(lake.Path, WriterStatement.Of($"w{w}", isLong ? 100 : 12))));

        // Another writer's version is a reason to try again and not to fail.
        Assert.Empty(writers.SelectMany(w => w.Where(s => s.Answer != "ok").Select(s => $"{s.Answer}: {s.Sql.Sql}")));
        Replay(connection, [.. writers.Select(w => new Queue<WriterStatement>(w.Select(s => s.Sql)))]);
    }

    [Fact]
    public async Task Writers_that_number_rows_give_each_number_once()
    {
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        connection.Run("CREATE TABLE n (id BIGINT GENERATED ALWAYS AS IDENTITY, w STRING)");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(w => Number(lake.Path, $"w{w}")));
        Assert.All(answers.SelectMany(a => a), a => Assert.Equal("ok", a));
        Assert.Equal(
            [[64L, 64L, 1L, 64L]],
            connection.Rows("SELECT count(*), count(DISTINCT id), min(id), max(id) FROM n"));

        // Whoever read a version that was not the newest has numbered its rows again.
        Assert.Equal(0L, connection.Scalar(
            "SELECT count(*) FROM table_changes('n', 1) AS a, table_changes('n', 1) AS b "
            + "WHERE a._commit_version < b._commit_version AND a.id > b.id"));
    }

    private static async Task<List<string?>> Number(string lake, string name)
    {
        using var writer = new Writer(lake);
        Assert.True(await writer.IsReady());
        var answers = new List<string?>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await writer.Run($"INSERT INTO n (w) VALUES ('{name}'), ('{name}'), ('{name}')"));
            answers.Add(await writer.Run(
                $"MERGE INTO n USING (SELECT '{name} {i}' AS w) AS s ON n.w = s.w WHEN NOT MATCHED THEN INSERT *"));
        }

        return answers;
    }

    private static async Task<List<(WriterStatement Sql, string? Answer)>> Write(
        string lake, IEnumerable<WriterStatement> statements)
    {
        using var writer = new Writer(lake);
        Assert.True(await writer.IsReady());
        var answers = new List<(WriterStatement, string?)>();
        foreach (var statement in statements)
        {
            answers.Add((statement, await writer.Run(statement.Sql)));
            foreach (var upkeep in WriterStatement.Upkeep.Where(_ => answers.Count % 4 == 0))
            {
                Assert.Equal("ok", await writer.Run(upkeep));
            }
        }

        return answers;
    }

    /// <summary>Each version is the next statement of just one writer, done once; in the end none is left.</summary>
    private static void Replay(LakeSqlConnection connection, Queue<WriterStatement>[] writers)
    {
        var operations = connection.Rows("DESCRIBE HISTORY t").ToDictionary(r => (long)r[0], r => (string)r[3]);
        var start = WriterStatement.Table.Length - 1L;
        var before = WriterRows.Read(connection, $"t VERSION AS OF {start}");
        for (var version = start + 1; version <= operations.Keys.Max(); version++)
        {
            var after = WriterRows.Read(connection, $"t VERSION AS OF {version}");
            if (WriterStatement.Upkeep.Any(u => u.StartsWith(operations[version], StringComparison.Ordinal)))
            {
                Assert.Equal(before, after);
                continue;
            }

            var writer = Assert.Single(
                writers, w => w.TryPeek(out var next) && before.After(next).Equals(after));
            writer.Dequeue();
            before = after;
        }

        Assert.All(writers, Assert.Empty);
    }
}
