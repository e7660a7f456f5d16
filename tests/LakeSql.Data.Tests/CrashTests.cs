using LakeSql.Common.Errors;
using LakeSql.Data.Tests.Writers;
using LakeSql.Storage.Durability;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>
/// Statements that end at each of their changes of the disk: the lake then is as before the statement or as after it.
/// </summary>
public sealed class CrashTests(CrashTests.Template template) : IClassFixture<CrashTests.Template>
{
    private static readonly bool IsSlow = Environment.GetEnvironmentVariable("LAKESQL_SLOW") == "1";

    /// <summary>Deletion vectors, several files, and a version more to come before a checkpoint.</summary>
    private static readonly string[] Setup =
    [
        "CREATE TABLE t (i INT, s STRING)", "INSERT INTO t SELECT i, 'a' || i FROM range(20) AS r(i)",
        "INSERT INTO t SELECT i, 'b' || i FROM range(20, 40) AS r(i)", "DELETE FROM t WHERE i % 10 = 3",
        "INSERT INTO t VALUES (100, 'c')", "INSERT INTO t VALUES (101, 'd')", "UPDATE t SET s = 'u' WHERE i = 5",
        "INSERT INTO t VALUES (102, 'e')", "INSERT INTO t VALUES (103, 'f')", "INSERT INTO t VALUES (104, 'g')",
        "CREATE TABLE p (i INT, k STRING) PARTITIONED BY (k) "
            + "TBLPROPERTIES ('delta.enableDeletionVectors' = 'false')",
        "INSERT INTO p SELECT i, 'k' || (i % 3) FROM range(9) AS r(i)",
    ];

    public static TheoryData<string> Statements() =>
    [
        "CREATE TABLE n (i INT)",
        "CREATE TABLE n AS SELECT i FROM range(5) AS r(i)",
        "CREATE OR REPLACE TABLE t AS SELECT 1 AS one",
        "INSERT INTO t VALUES (200, 'new'), (201, 'newer')",
        "INSERT INTO p VALUES (10, 'k1'), (11, 'k2'), (12, NULL)",
        "INSERT OVERWRITE t VALUES (1, 'all')",
        "DELETE FROM t WHERE i % 7 = 2",
        "DELETE FROM p WHERE i IN (1, 2)",
        "UPDATE t SET s = s || '!' WHERE i % 6 = 1",
        "UPDATE p SET k = 'k9' WHERE i = 4",
        "MERGE INTO t USING (SELECT * FROM range(36, 44) AS r(i)) AS n ON t.i = n.i WHEN MATCHED AND n.i = 37 "
            + "THEN DELETE WHEN MATCHED THEN UPDATE SET s = 'm' WHEN NOT MATCHED THEN INSERT (i, s) VALUES (n.i, 'n')",
        "RESTORE TABLE t TO VERSION AS OF 2",
        "CREATE TABLE n SHALLOW CLONE t",
        "CREATE OR REPLACE TABLE p SHALLOW CLONE t",
        "TRUNCATE TABLE t",
        "DROP TABLE t",
        "BEGIN; UPDATE t SET s = s || '$' WHERE i % 9 = 1; INSERT INTO p SELECT i, s FROM t WHERE i < 3; "
            + "DELETE FROM t WHERE i = 0; COMMIT",
    ];

    [Theory]
    [MemberData(nameof(Statements))]
    public void What_is_on_the_disk_at_each_step_is_the_lake_before_or_after(string statement)
    {
        using var lake = template.Copy();
        using var images = new TemporaryLake();
        var count = 0;
        string after;
        using (var connection = lake.Open())
        {
            DiskSteps.Watch(_ => Copy(lake.Path, $"{images.Path}{count++}"));
            Run(connection, statement);
            DiskSteps.Watch(null);
            after = State(connection);
        }

        Assert.NotEqual(template.Before, after);
        Assert.True(count > 0, "no step was told of");
        var isDone = false;
        for (var i = 0; i < count; i++)
        {
            isDone = CheckEnd($"{images.Path}{i}", template.Before, after, isDone, statement);
        }
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_disk_that_fails_at_one_step_fails_the_statement_and_nothing_else(string statement)
    {
        var after = template.After(statement);
        var stride = IsSlow ? 1 : 3;
        for (var n = First(statement, stride); ; n += stride)
        {
            using var lake = template.Copy();
            using var connection = lake.Open();
            var left = n;
            DiskSteps.Watch(_ =>
            {
                if (--left == 0)
                {
                    throw new IOException("No space left on device");
                }
            });
            var error = Record(() => Run(connection, statement));
            DiskSteps.Watch(null);
            if (left > 0)
            {
                Assert.True(error is null && n > 2, $"step {n}: {error}");
                return;
            }

            Assert.True(error is null || error.Code == ErrorCode.IoFailed, $"step {n}: {error}");
            var now = State(connection);
            if (now == template.Before)
            {
                Assert.True(error is not null, $"step {n}: nothing was done and no error was given");
                Run(connection, statement);
            }

            // What the process believes must be what the disk says, where another one reads it.
            Assert.Equal(after, State(connection));
            using var copy = new TemporaryLake();
            Copy(lake.Path, copy.Path);
            using var other = copy.Open();
            Assert.Equal(after, State(other));
        }
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_process_that_is_killed_at_a_step_leaves_the_lake_before_or_after(string statement)
    {
        // A process takes a second to start, and the steps themselves are tried above: here it is the kill that counts.
        var after = template.After(statement);
        var stride = IsSlow ? 1 : 8;
        for (var n = First(statement, stride); ; n += stride)
        {
            using var lake = template.Copy();
            string? answer;
            using (var writer = new Writer(lake.Path, killAt: n))
            {
                Assert.True(await writer.IsReady());
                answer = await writer.Run(statement);
            }

            CheckEnd(lake.Path, template.Before, after, mustBeDone: answer is not null, statement);
            if (answer is not null)
            {
                return;
            }
        }
    }

    /// <summary>The lake opens and is whole, and the statement can be run if it was not.</summary>
    /// <returns>True when it was done.</returns>
    private static bool CheckEnd(string path, string before, string after, bool mustBeDone, string statement)
    {
        using var connection = new LakeSqlConnection($"Data Source={path}");
        connection.Open();
        var found = State(connection);
        if (found == after)
        {
            return true;
        }

        Assert.False(mustBeDone, "it was done and is no more");
        Assert.Equal(before, found);
        Run(connection, statement);
        Assert.Equal(after, State(connection));
        return false;
    }

    /// <summary>Runs a statement, or those of a transaction; one that fails leaves none under way.</summary>
    private static void Run(LakeSqlConnection connection, string statement)
    {
        try
        {
            connection.Run(statement);
        }
        catch (LakeSqlException) when (statement.StartsWith("BEGIN", StringComparison.Ordinal))
        {
            Record(() => connection.Run("ROLLBACK"));
            throw;
        }
    }

    private static LakeSqlException? Record(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (LakeSqlException e)
        {
            return e;
        }
    }

    /// <summary>Not the same for all statements, so that all steps have their turn somewhere.</summary>
    private static int First(string statement, int stride) => 1 + (statement.Length % stride);

    /// <summary>The tables, how many versions each has, and the rows of the last two.</summary>
    private static string State(LakeSqlConnection connection)
    {
        var text = new System.Text.StringBuilder();
        foreach (var table in connection.Rows("SELECT table_name FROM information_schema.tables "
            + "WHERE table_schema = 'default' ORDER BY ALL").Select(r => (string)r[0]))
        {
            var latest = (long)connection.Scalar($"DESCRIBE HISTORY {table}")!;
            for (var version = Math.Max(latest - 1, 0); version <= latest; version++)
            {
                var rows = connection.Rows($"SELECT * FROM {table} VERSION AS OF {version}")
                    .Select(r => string.Join('|', r)).Order(StringComparer.Ordinal);
                text.Append($"{table}@{version}: ").AppendJoin(", ", rows).Append('\n');
            }
        }

        return text.ToString();
    }

    private static void Copy(string from, string to)
    {
        foreach (var directory in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, directory)));
        }

        // Locks go with their process, and may not even be read beside it.
        var locks = Path.Combine(from, "tmp", "locks");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetDirectoryName(f) != locks))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }

    /// <summary>The lake that all begin with.</summary>
    public sealed class Template : IDisposable
    {
        private readonly TemporaryLake lake = new();

        public Template()
        {
            using var connection = lake.Open();
            Array.ForEach(Setup, sql => connection.Run(sql));
            Before = State(connection);
        }

        public string Before { get; }

        public string After(string statement)
        {
            using var changed = Copy();
            using var connection = changed.Open();
            Run(connection, statement);
            return State(connection);
        }

        internal TemporaryLake Copy()
        {
            var copy = new TemporaryLake();
            CrashTests.Copy(lake.Path, copy.Path);
            return copy;
        }

        public void Dispose() => lake.Dispose();
    }
}
