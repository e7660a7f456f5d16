using System.Data;
using LakeSql.Common.Errors;
using LakeSql.Data.Tests.Writers;
using Microsoft.Data.Sqlite;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Transactions beside others: of one process, of several, and of another engine.</summary>
public sealed class TransactionTests : IDisposable
{
    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection one;
    private readonly LakeSqlConnection other;

    public TransactionTests()
    {
        one = lake.Open();
        other = lake.Open();
        one.Run("CREATE TABLE a (k INT, v INT) PARTITIONED BY (k); CREATE TABLE b (k INT, v INT); "
            + "INSERT INTO a VALUES (1, 10), (2, 20); INSERT INTO b VALUES (1, 100)");
    }

    [Fact]
    public void What_is_not_committed_is_seen_by_nobody_else()
    {
        one.Run("BEGIN; INSERT INTO a VALUES (3, 30); DELETE FROM b");
        Assert.Equal([2L, 1L], Counts(other));
        Assert.Equal([3L, 0L], Counts(one));
        one.Run("COMMIT");
        Assert.Equal([3L, 0L], Counts(other));
    }

    [Fact]
    public void A_transaction_reads_one_state_of_all_tables()
    {
        one.Run("BEGIN");
        Assert.Equal(30L, Convert.ToInt64(one.Scalar("SELECT sum(v) FROM a")));
        other.Run("BEGIN; INSERT INTO a VALUES (3, 1); INSERT INTO b VALUES (3, 1); COMMIT");

        // b is read for the first time now, and must not show half of what the other has done.
        Assert.Equal([2L, 1L], Counts(one));
        one.Run("COMMIT");
        Assert.Equal([3L, 2L], Counts(one));
    }

    [Fact]
    public void Appends_go_behind_each_other()
    {
        one.Run("BEGIN; INSERT INTO a VALUES (3, 30); INSERT INTO b SELECT 9, 9");
        other.Run("INSERT INTO a VALUES (4, 40)");
        one.Run("COMMIT");
        Assert.Equal([4L, 2L], Counts(other));
        Assert.Equal(3L, Convert.ToInt64(one.Scalar("DESCRIBE HISTORY a")));
    }

    [Theory]
    [InlineData("INSERT INTO b SELECT k, count(*) FROM a GROUP BY k", "INSERT INTO a VALUES (1, 11)")]
    [InlineData("UPDATE a SET v = v + 1 WHERE k = 1", "UPDATE a SET v = v + 1 WHERE k = 1")]
    [InlineData("UPDATE a SET v = v + 1 WHERE k = 1", "DELETE FROM a WHERE v = 10")]
    [InlineData("INSERT INTO a SELECT k, max(v) FROM a WHERE k = 1 GROUP BY k", "INSERT INTO a VALUES (1, 11)")]
    [InlineData("INSERT INTO b SELECT * FROM a WHERE k = 2", "DELETE FROM a WHERE k = 2")]
    [InlineData("DELETE FROM a", "INSERT INTO a VALUES (5, 50)")]
    [InlineData("INSERT INTO a VALUES (1, 1)", "ALTER TABLE a SET TBLPROPERTIES ('k' = 'v')")]
    [InlineData(
        "MERGE INTO a USING (SELECT 5 AS k, 1 AS v) s ON a.k = s.k WHEN NOT MATCHED THEN INSERT *",
        "INSERT INTO a VALUES (5, 50)")]
    public void What_a_transaction_has_read_must_not_have_changed(string statement, string meanwhile)
    {
        one.Run($"BEGIN; {statement}");
        other.Run(meanwhile);
        var error = Assert.Throws<LakeSqlException>(() => one.Run("COMMIT"));
        Assert.Equal(ErrorCode.CommitConflict, error.Code);
        Assert.Contains("main.default.", error.Message);

        // It is over, and nothing of it is left.
        Assert.Equal(
            ErrorCode.NoTransaction, Assert.Throws<LakeSqlException>(() => one.Run("ROLLBACK")).Code);
        one.Run($"BEGIN; {statement}; COMMIT");
    }

    [Theory]
    [InlineData("UPDATE a SET v = v + 1 WHERE k = 1", "INSERT INTO a VALUES (2, 21)")]
    [InlineData("UPDATE a SET v = v + 1 WHERE k = 1", "DELETE FROM a WHERE k = 2")]
    [InlineData("INSERT INTO b SELECT * FROM a WHERE k = 1", "UPDATE a SET v = 0 WHERE k = 2")]
    [InlineData("INSERT INTO b SELECT * FROM a VERSION AS OF 1", "DELETE FROM a")]
    [InlineData("DELETE FROM a WHERE k = 2", "OPTIMIZE a WHERE k = 1")]
    public void What_lies_in_files_that_were_not_read_may_change(string statement, string meanwhile)
    {
        one.Run("INSERT INTO a VALUES (1, 12)");
        one.Run($"BEGIN; {statement}");
        other.Run(meanwhile);
        one.Run("COMMIT");
    }

    [Fact]
    public void Where_the_table_allows_it_appends_are_passed_over()
    {
        one.Run("ALTER TABLE a SET TBLPROPERTIES ('delta.isolationLevel' = 'WriteSerializable')");
        one.Run("BEGIN; UPDATE a SET v = v + 1 WHERE k = 1");
        other.Run("INSERT INTO a VALUES (1, 11)");
        one.Run("COMMIT");
        one.Run("BEGIN; UPDATE a SET v = v + 1 WHERE k = 1");
        other.Run("UPDATE a SET v = 0 WHERE k = 1");
        Assert.Throws<LakeSqlException>(() => one.Run("COMMIT"));
    }

    [Fact]
    public void A_statement_alone_that_reads_its_own_table_is_bound_anew()
    {
        // Both read the highest number and put a higher one behind it.
        Parallel.For(0, 8, _ =>
        {
            using var connection = lake.Open();
            for (var i = 0; i < 5; i++)
            {
                connection.Run("INSERT INTO b SELECT max(k) + 1, 0 FROM b");
            }
        });
        Assert.Equal(41L, Convert.ToInt64(one.Scalar("SELECT count(DISTINCT k) FROM b")));
    }

    [Fact]
    public async Task Money_is_neither_made_nor_lost_by_many_processes()
    {
        const int WriterCount = 3;
        const int Count = 8;
        one.Run("INSERT INTO b VALUES (2, 100)");
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            using var reader = lake.Open();
            while (!stop.IsCancellationRequested)
            {
                var sum = reader.Scalar("SELECT (SELECT sum(v) FROM a) + (SELECT sum(v) FROM b)");
                Assert.Equal(230L, Convert.ToInt64(sum));
            }
        });
        await Task.WhenAll(Enumerable.Range(0, WriterCount).Select(async w =>
        {
            using var writer = new Writer(lake.Path);
            Assert.True(await writer.IsReady());
            for (var done = 0; done < Count;)
            {
                var answer = await writer.Run(
                    $"BEGIN; UPDATE a SET v = v - 1 WHERE k = {1 + (done % 2)}; "
                        + $"UPDATE b SET v = v + 1 WHERE k = {1 + (w % 2)}; COMMIT");
                Assert.True(answer == "ok" || answer!.StartsWith(ErrorCode.CommitConflict.Code), answer);
                done += answer == "ok" ? 1 : 0;
                if (answer != "ok")
                {
                    await writer.Run("ROLLBACK");
                }
            }
        }));
        await stop.CancelAsync();
        await reading;
        Assert.Equal(30L - (WriterCount * Count), Convert.ToInt64(one.Scalar("SELECT sum(v) FROM a")));
    }

    [Fact]
    public void A_version_that_another_engine_takes_in_between_undoes_the_transaction()
    {
        one.Run("BEGIN; UPDATE a SET v = 0; INSERT INTO b VALUES (2, 2); COMMIT");
        Forget(1);
        var log = Directory.EnumerateDirectories(Path.Combine(lake.Path, "tables")).Select(
            d => Path.Combine(d, "_delta_log")).ToList();
        Assert.Equal(2, log.Count);

        // As if the writer had died after its first commit, and another engine had written to the second table.
        var second = log.Single(l => File.ReadAllText(Path.Combine(l, Name(2))).Contains("\"WRITE\""));
        var taken = File.ReadAllText(Path.Combine(second, Name(1)));
        File.WriteAllText(Path.Combine(second, Name(2)), taken.Replace("\"path\":\"", "\"path\":\"./"));
        using var next = new TemporaryLake();
        Directory.Move(lake.Path, next.Path);
        using var reader = next.Open();
        Assert.Equal(30L, Convert.ToInt64(reader.Scalar("SELECT sum(v) FROM a")));
        Assert.Equal("ROLLBACK", reader.Rows("DESCRIBE HISTORY a")[0][3]);
        Assert.Equal(200L, Convert.ToInt64(reader.Scalar("SELECT sum(v) FROM b")));
        reader.Run("INSERT INTO a VALUES (7, 7)");
    }

    [Fact]
    public void The_provider_begins_and_ends_transactions()
    {
        using (var transaction = one.BeginTransaction(IsolationLevel.ReadCommitted))
        {
            Assert.Equal(IsolationLevel.Serializable, transaction.IsolationLevel);
            Assert.Same(one, transaction.Connection);
            using var command = one.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "DELETE FROM a";
            Assert.Equal(2, command.ExecuteNonQuery());
            transaction.Commit();
            Assert.Null(transaction.Connection);
            Assert.Throws<InvalidOperationException>(transaction.Rollback);
        }

        using (one.BeginTransaction())
        {
            one.Run("DELETE FROM b");
        }

        Assert.Equal([0L, 1L], Counts(one));
        var lost = one.BeginTransaction();
        Assert.Throws<LakeSqlException>(() => one.Run("SELECT nothing"));
        lost.Rollback();
        lost.Dispose();
        Assert.Throws<NotSupportedException>(() => one.BeginTransaction(IsolationLevel.Chaos));
    }

    [Fact]
    public void A_transaction_that_is_over_ends_no_other()
    {
        var closed = one.BeginTransaction();
        one.Close();
        Assert.Throws<InvalidOperationException>(closed.Commit);
        one.Open();
        closed = one.BeginTransaction();
        one.Run("ROLLBACK");
        var disposed = one.BeginTransaction();
        one.Close();
        one.Open();
        using var last = one.BeginTransaction();
        one.Run("DELETE FROM b");
        disposed.Dispose();
        Assert.Throws<InvalidOperationException>(closed.Commit);
        Assert.Throws<InvalidOperationException>(closed.Rollback);
        Assert.Equal([2L, 1L], Counts(other));
        last.Commit();
        Assert.Equal([2L, 0L], Counts(other));
    }

    public void Dispose()
    {
        one.Dispose();
        other.Dispose();
        if (Directory.Exists(lake.Path) || Directory.Exists(Path.GetDirectoryName(lake.Path)))
        {
            lake.Dispose();
        }
    }

    private static string Name(int version) => $"{version:D20}.json";

    private static long[] Counts(LakeSqlConnection connection) =>
        [.. connection.Rows("SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)")[0].Select(Convert.ToInt64)];

    /// <summary>The metastore as it was before the transaction's end was noted.</summary>
    private void Forget(long transaction)
    {
        var logs = Directory.EnumerateFiles(
            Path.Combine(lake.Path, "tables"), Name(2), SearchOption.AllDirectories);
        using var metastore = new SqliteConnection(
            $"Data Source={Path.Combine(lake.Path, "metastore.db")};Pooling=False");
        metastore.Open();
        foreach (var log in logs)
        {
            using var content = metastore.CreateCommand();
            content.CommandText = "UPDATE transaction_commits SET content = $c WHERE location = $l";
            content.Parameters.AddWithValue("$c", File.ReadAllBytes(log));
            content.Parameters.AddWithValue(
                "$l", Path.GetRelativePath(lake.Path, Path.GetDirectoryName(Path.GetDirectoryName(log))!));
            Assert.Equal(1, content.ExecuteNonQuery());
        }

        using var pending = metastore.CreateCommand();
        pending.CommandText = $"UPDATE transactions SET state = 'PENDING' WHERE id = {transaction}";
        Assert.Equal(1, pending.ExecuteNonQuery());
    }
}
