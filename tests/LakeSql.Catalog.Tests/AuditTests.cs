using LakeSql.Common.Errors;
using Microsoft.Data.Sqlite;
using Xunit;

namespace LakeSql.Catalog.Tests;

public sealed class AuditTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("UPDATE audit SET allowed = 1 WHERE id = 4", "record 4: the event")]
    [InlineData("UPDATE audit SET user_name = 'eve' WHERE id = 1", "record 1: the event")]
    [InlineData("UPDATE query_history SET statement_text = '' WHERE id = 3", "record 3: the statement")]
    [InlineData("UPDATE query_history SET error_code = NULL, error_message = 'LSQ3001' WHERE id = 6", "record 6")]
    [InlineData("DELETE FROM audit WHERE id = 2", "record 2: the record is missing")]
    [InlineData("DELETE FROM query_history WHERE id = 6", "record 6: the record is missing")]
    [InlineData("UPDATE audit SET digest = (SELECT digest FROM audit WHERE id = 1) WHERE id = 2", "record 2")]
    [InlineData(
        "DELETE FROM query_history WHERE id = 6; UPDATE audit_head SET record_count = 5", "end with record 5")]
    [InlineData("UPDATE audit SET id = 9 WHERE id = 5", "record 5: the record is missing")]
    [InlineData(
        "INSERT INTO audit SELECT 7, 'x', event_time, user_name, acting_as, session_id, query_id, action_name,"
        + " securable, privilege, allowed, digest FROM audit WHERE id = 1", "end with record 6")]
    [InlineData(
        "INSERT INTO audit SELECT 3, 'x', event_time, user_name, acting_as, session_id, query_id, action_name,"
        + " securable, privilege, allowed, digest FROM audit WHERE id = 1", "record 3")]
    [InlineData("DELETE FROM audit_head", "lost its head")]
    public void What_was_changed_behind_its_back_is_found(string change, string told)
    {
        using var lake = new Lake();
        var metastore = lake.Open();
        Fill(metastore);
        Assert.Equal(6, metastore.VerifyAudit(null, CancellationToken.None).RecordCount);
        Change(lake, change);
        var error = Assert.Throws<LakeSqlException>(() => metastore.VerifyAudit(null, CancellationToken.None));
        Assert.Equal(ErrorCode.AuditBroken, error.Code);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_written_anew_lacks_the_head_that_was_noted()
    {
        using var lake = new Lake();
        var metastore = lake.Open();
        Fill(metastore);
        var noted = metastore.VerifyAudit(null, CancellationToken.None).HeadDigest;
        Fill(metastore);
        Assert.Equal(6, metastore.VerifyAudit(noted, CancellationToken.None).NotedAt);
        Change(lake, "DELETE FROM audit; DELETE FROM query_history;"
            + $"UPDATE audit_head SET record_count = 0, digest = '{new string('0', 64)}'");
        Fill(metastore);
        Assert.Equal(6, metastore.VerifyAudit(null, CancellationToken.None).RecordCount);
        MetastoreTests.Refused(
            ErrorCode.AuditBroken, () => metastore.VerifyAudit(noted, CancellationToken.None));
    }

    [Fact]
    public void Records_of_many_processes_are_one_chain()
    {
        using var lake = new Lake();
        var metastores = Enumerable.Range(0, 4).Select(_ => lake.Open()).ToArray();
        Parallel.ForEach(metastores, metastore =>
        {
            for (var i = 0; i < 50; i++)
            {
                Fill(metastore);
            }
        });
        Assert.Equal(4 * 50 * 6, metastores[0].VerifyAudit(null, CancellationToken.None).RecordCount);
    }

    [Fact]
    public void What_was_recorded_before_the_chain_is_chained()
    {
        using var lake = new Lake();
        lake.Open().Dispose();
        var before = """
            DROP TABLE audit; DROP TABLE query_history; DROP TABLE audit_head; DROP TABLE limits;
            DROP TABLE failed_logins; ALTER TABLE principals DROP COLUMN is_disabled;
            ALTER TABLE principals DROP COLUMN disabled_count; ALTER TABLE securables DROP COLUMN named_by;
            DELETE FROM VersionInfo WHERE Version >= 3;
            CREATE TABLE query_history (
                id INTEGER PRIMARY KEY, query_id TEXT NOT NULL UNIQUE, session_id TEXT NOT NULL,
                user_name TEXT NOT NULL, acting_as TEXT, statement_text TEXT NOT NULL, statement_type TEXT NOT NULL,
                start_time INTEGER NOT NULL, duration_us INTEGER NOT NULL, status TEXT NOT NULL,
                error_code TEXT, error_message TEXT, rows_produced INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE audit (
                id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, query_id TEXT NOT NULL, action_name TEXT NOT NULL,
                securable TEXT NOT NULL, privilege TEXT, allowed INTEGER NOT NULL
            ) STRICT;
            INSERT INTO query_history VALUES
                (1, 'q1', 's', 'root', NULL, 'SELECT 1', 'SELECT', 5, 1, 'FINISHED', NULL, NULL, 1);
            INSERT INTO query_history VALUES
                (2, 'q2', 's', 'root', 'ana', '', 'UNPARSED', 6, 1, 'FAILED', 'LSQ1001', 'x', 0);
            INSERT INTO audit VALUES (1, 'e1', 'q1', 'SELECT', 'a', 'SELECT', 1);
            INSERT INTO audit VALUES (2, 'e2', 'q1', 'SELECT', 'b', 'SELECT', 0);
            INSERT INTO audit VALUES (3, 'e3', 'q2', 'UNPARSED', '', NULL, 1);
            PRAGMA user_version=2;
            """;
        Change(lake, before);
        var metastore = lake.Open();
        Fill(metastore);
        Assert.Equal(5 + 6, metastore.VerifyAudit(null, CancellationToken.None).RecordCount);
        var audit = metastore.ReadSystemTable("access.audit");
        Assert.Equal(["e1", "e2", "e3"], audit.Take(3).Select(row => row[1]));
        Assert.Equal("ana", audit[2][3]);
        Change(lake, "UPDATE audit SET securable = 'c' WHERE event_id = 'e2'");
        MetastoreTests.Refused(ErrorCode.AuditBroken, () => metastore.VerifyAudit(null, CancellationToken.None));
    }

    /// <summary>
    /// Six records, twice two events and their statement; the second time the events are stored before it ends.
    /// </summary>
    private static void Fill(Metastore metastore)
    {
        var finished = new QueryRecord(
            new Access(Guid.CreateVersion7(), "s1", "root", null, Start), "SELECT _", "SELECT", TimeSpan.Zero,
            "FINISHED", null, null, 1, [], [],
            [new("SELECT", "main.default.a", Privilege.Select, true), new("SELECT", "main", null, true)]);
        metastore.Record(finished);
        var failed = finished with
        {
            Access = finished.Access with { QueryId = Guid.CreateVersion7() }, Status = "FAILED",
            ErrorCode = "LSQ3001",
            Audit = [new("SELECT", "main.default.b", Privilege.Select, false), new("SELECT", "main.b", null, false)],
        };
        metastore.RecordAccess(failed.Access, failed.Audit);
        metastore.Record(failed with { Audit = [] });
    }

    private static void Change(Lake lake, string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(lake.Path, "metastore.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
