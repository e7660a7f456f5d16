using LakeSql.Common.Errors;
using LakeSql.Data.Tests.Writers;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>A change of a policy counts from the next statement on, in every process.</summary>
public sealed class PolicyChangeTests : IDisposable
{
    private const string Query = "SELECT count(*) || ' ' || max(s) FROM t WHERE i > 0";

    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection admin;
    private readonly LakeSqlConnection reader;

    public PolicyChangeTests()
    {
        admin = lake.Open();
        reader = lake.Open();
        admin.Run("CREATE TABLE t (i INT, s STRING); INSERT INTO t VALUES (1, 'a'), (2, 'b'); "
            + "CREATE FUNCTION one(i INT) RETURNS BOOLEAN RETURN i = 1; "
            + "CREATE FUNCTION star(s STRING) RETURNS STRING RETURN '*'; "
            + "CREATE GROUP g; CREATE USER ana; GRANT USE CATALOG ON CATALOG main TO ana; "
            + "GRANT USE SCHEMA ON SCHEMA default TO ana; GRANT SELECT ON TABLE t TO ana");
        reader.Run("SET SESSION AUTHORIZATION ana");
    }

    [Theory]
    [InlineData("ALTER TABLE t SET ROW FILTER one ON (i)", "1 a")]
    [InlineData("ALTER TABLE t ALTER COLUMN s SET MASK star", "2 *")]
    public async Task It_counts_for_a_plan_that_is_known(string change, string expected)
    {
        // Twice, so that the plan is known.
        Assert.Equal("2 b", reader.Scalar(Query));
        Assert.Equal("2 b", reader.Scalar(Query));
        admin.Run(change);
        Assert.Equal(expected, reader.Scalar(Query));
        admin.Run("ALTER TABLE t DROP ROW FILTER; ALTER TABLE t ALTER COLUMN s DROP MASK");
        Assert.Equal("2 b", reader.Scalar(Query));

        // From another process.
        using var other = new Writer(lake.Path);
        Assert.True(await other.IsReady());
        Assert.Equal("ok", await other.Run(change));
        Assert.Equal(expected, reader.Scalar(Query));
    }

    /// <summary>What a transaction would change may be hidden by now.</summary>
    [Theory]
    [InlineData("ALTER TABLE t SET ROW FILTER one ON (i)", "ALTER TABLE t DROP ROW FILTER")]
    [InlineData("CREATE POLICY p ON SCHEMA default COLUMN MASK star TO ana FOR TABLES MATCH COLUMNS has_tag('x') AS x "
        + "ON COLUMN x; ALTER TABLE t ALTER COLUMN s SET TAGS ('x')", "DROP POLICY p ON SCHEMA default")]
    public void A_transaction_that_saw_more_does_not_commit(string change, string undo)
    {
        admin.Run("GRANT MODIFY ON TABLE t TO ana");
        reader.Run("BEGIN; UPDATE t SET s = 'mine' WHERE i = 2");
        admin.Run(change);
        var error = Assert.Throws<LakeSqlException>(() => reader.Run("COMMIT"));
        Assert.Equal(ErrorCode.CommitConflict, error.Code);
        admin.Run(undo);
        Assert.Equal("b", admin.Scalar("SELECT max(s) FROM t"));
    }

    /// <summary>So does a function that says something else by now, and a group that its user has left.</summary>
    [Theory]
    [InlineData("CREATE OR REPLACE FUNCTION seen(i INT) RETURNS BOOLEAN RETURN i = 1")]
    [InlineData("ALTER GROUP g DROP USER ana")]
    public void A_transaction_does_not_outlive_what_its_policy_asked(string change)
    {
        admin.Run("CREATE FUNCTION seen(i INT) RETURNS BOOLEAN RETURN is_account_group_member('g') OR i = 1; "
            + "ALTER GROUP g ADD USER ana; ALTER TABLE t SET ROW FILTER seen ON (i); GRANT MODIFY ON TABLE t TO ana");
        reader.Run("BEGIN; UPDATE t SET s = 'mine' WHERE i = 2");
        admin.Run(change);
        Assert.Equal(
            ErrorCode.CommitConflict, Assert.Throws<LakeSqlException>(() => reader.Run("COMMIT")).Code);
        admin.Run("ALTER TABLE t DROP ROW FILTER");
        Assert.Equal("b", admin.Scalar("SELECT max(s) FROM t"));
    }

    /// <summary>Nor a right of who has set a policy: it may be given something else by now.</summary>
    [Fact]
    public void A_transaction_does_not_outlive_a_right_of_who_set_the_policy()
    {
        admin.Run("CREATE USER kim; GRANT USE CATALOG ON CATALOG main TO kim; "
            + "GRANT USE SCHEMA, EXECUTE, MANAGE ON SCHEMA default TO kim; "
            + "GRANT MODIFY ON TABLE t TO ana; ALTER TABLE t ALTER COLUMN s SET MASK star; "
            + "SET SESSION AUTHORIZATION kim; ALTER TABLE t SET ROW FILTER one ON (i); RESET SESSION AUTHORIZATION");
        reader.Run("BEGIN; DELETE FROM t WHERE i = 1");
        admin.Run("REVOKE MANAGE ON SCHEMA default FROM kim");
        Assert.Equal(
            ErrorCode.CommitConflict, Assert.Throws<LakeSqlException>(() => reader.Run("COMMIT")).Code);
        admin.Run("ALTER TABLE t DROP ROW FILTER");
        Assert.Equal(2L, admin.Scalar("SELECT count(*) FROM t"));
    }

    /// <summary>Nor the right of that user to read the table, by which it is told what the policy may show.</summary>
    [Fact]
    public void A_transaction_does_not_outlive_what_who_set_the_policy_may_read()
    {
        admin.Run("CREATE USER kim; GRANT USE CATALOG ON CATALOG main TO kim; "
            + "GRANT USE SCHEMA, EXECUTE ON SCHEMA default TO kim; GRANT SELECT, MANAGE ON TABLE t TO kim; "
            + "CREATE TABLE own (i INT); GRANT MODIFY ON TABLE own TO ana; "
            + "SET SESSION AUTHORIZATION kim; ALTER TABLE t ALTER COLUMN s SET MASK star; RESET SESSION AUTHORIZATION; "
            + "REVOKE MANAGE ON TABLE t FROM kim");
        reader.Run("BEGIN; INSERT INTO own SELECT length(s) FROM t");
        admin.Run("REVOKE SELECT ON TABLE t FROM kim");
        Assert.Equal(
            ErrorCode.CommitConflict, Assert.Throws<LakeSqlException>(() => reader.Run("COMMIT")).Code);
    }

    /// <summary>What may be seen of older versions changes, too, though these stay as they are.</summary>
    [Theory]
    [InlineData("SELECT s FROM t VERSION AS OF 1")]
    [InlineData("SELECT s FROM table_changes('t', 3)")]
    public void A_transaction_that_copied_an_older_version_does_not_outlive_its_right(string query)
    {
        admin.Run("CREATE TABLE own (s STRING); GRANT MODIFY ON TABLE own TO ana; "
            + "ALTER TABLE t SET TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true'); INSERT INTO t VALUES (3, 'c'); "
            + "INSERT INTO t VALUES (4, 'd')");
        reader.Run("BEGIN; INSERT INTO own " + query);
        admin.Run("ALTER TABLE t ALTER COLUMN s SET MASK star");
        Assert.Equal(
            ErrorCode.CommitConflict, Assert.Throws<LakeSqlException>(() => reader.Run("COMMIT")).Code);
        Assert.Equal(0L, admin.Scalar("SELECT count(*) FROM own"));
    }

    /// <summary>
    /// A policy names the columns as they are called now: an open transaction, which still sees them under their old
    /// names, is shown nothing more by it.
    /// </summary>
    [Fact]
    public void A_policy_finds_its_column_under_the_name_that_it_had()
    {
        admin.Run("CREATE TABLE p (a STRING, b STRING) TBLPROPERTIES ('delta.columnMapping.mode' = 'name'); "
            + "INSERT INTO p VALUES ('SECRET', 'public'); ALTER TABLE p ALTER COLUMN a SET MASK star; "
            + "GRANT SELECT ON TABLE p TO ana");
        reader.Run("BEGIN");
        Assert.Equal("* public", reader.Scalar("SELECT a || ' ' || b FROM p"));
        admin.Run("ALTER TABLE p ALTER COLUMN a DROP MASK; ALTER TABLE p RENAME COLUMN a TO c; "
            + "ALTER TABLE p RENAME COLUMN b TO a; ALTER TABLE p RENAME COLUMN c TO b; "
            + "ALTER TABLE p ALTER COLUMN b SET MASK star");
        Assert.Equal("* public", reader.Scalar("SELECT a || ' ' || b FROM p"));
        reader.Run("ROLLBACK");
        Assert.Equal("public *", reader.Scalar("SELECT a || ' ' || b FROM p"));
    }

    /// <summary>Each hides from each of the others: what is walked is no product of them all.</summary>
    [Fact]
    public void Many_who_set_masks_and_manage_nothing_any_more_hide_from_each_other()
    {
        var users = Enumerable.Range(0, 14).ToArray();
        admin.Run($"CREATE TABLE wide ({string.Join(", ", users.Select(i => $"c{i} STRING"))}); "
            + $"INSERT INTO wide VALUES ({string.Join(", ", users.Select(_ => "'ab'"))}); "
            + "CREATE FUNCTION first(s STRING) RETURNS STRING RETURN left(s, 1); GRANT SELECT ON TABLE wide TO ana");
        foreach (var i in users)
        {
            admin.Run($"CREATE USER u{i}; GRANT USE CATALOG ON CATALOG main TO u{i}; "
                + $"GRANT USE SCHEMA, EXECUTE ON SCHEMA default TO u{i}; "
                + $"GRANT SELECT, MANAGE ON TABLE wide TO u{i}; SET SESSION AUTHORIZATION u{i}; "
                + $"ALTER TABLE wide ALTER COLUMN c{i} SET MASK first; RESET SESSION AUTHORIZATION; "
                + $"REVOKE MANAGE ON TABLE wide FROM u{i}");
        }

        Assert.Equal("a a", reader.Scalar("SELECT c0 || ' ' || c13 FROM wide"));
    }

    /// <summary>Whether COMMIT collides does not depend on values that are hidden.</summary>
    [Theory]
    [InlineData("SELECT count(*) FROM t WHERE i >= 3", "UPDATE t SET s = 'c' WHERE i = 1")]
    [InlineData("UPDATE t SET s = 'm' WHERE i = 1 OR i > 100", "INSERT INTO t VALUES (50, 'h')")]
    [InlineData("MERGE INTO t USING own o ON t.i = 1 AND o.i = 3 WHEN MATCHED THEN UPDATE SET s = 'm'",
        "INSERT INTO t VALUES (50, 'h')")]
    public void A_collision_tells_nothing_of_hidden_rows(string read, string change)
    {
        // All of the table's rows lie in one file, whose statistics count the hidden one.
        admin.Run("ALTER TABLE t SET ROW FILTER one ON (i); CREATE TABLE own (i INT); INSERT INTO own VALUES (3); "
            + "GRANT MODIFY ON TABLE t TO ana; GRANT SELECT, MODIFY ON TABLE own TO ana");
        reader.Run("BEGIN; " + read + "; INSERT INTO own VALUES (1)");
        admin.Run(change);
        var error = Assert.Throws<LakeSqlException>(() => reader.Run("COMMIT"));
        Assert.Equal(ErrorCode.CommitConflict, error.Code);
        Assert.Contains("main.default.t", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE OR REPLACE VIEW v AS SELECT i, s FROM t WHERE i = 1")]
    [InlineData("CREATE OR REPLACE FUNCTION rows() RETURNS TABLE RETURN SELECT i, s FROM t WHERE i = 1")]
    public void A_transaction_does_not_outlive_a_view_that_it_read(string change)
    {
        admin.Run("CREATE VIEW v AS SELECT i, s FROM t; CREATE TABLE own (i INT, s STRING); "
            + "CREATE FUNCTION rows() RETURNS TABLE RETURN SELECT i, s FROM t; "
            + "GRANT SELECT ON VIEW v TO ana; GRANT EXECUTE ON FUNCTION rows TO ana; GRANT MODIFY ON TABLE own TO ana");
        reader.Run("BEGIN; INSERT INTO own SELECT v.* FROM v JOIN rows() AS r ON r.i = v.i");
        admin.Run(change);
        Assert.Equal(
            ErrorCode.CommitConflict, Assert.Throws<LakeSqlException>(() => reader.Run("COMMIT")).Code);
        Assert.Equal("0", admin.Scalar("SELECT CAST(count(*) AS STRING) FROM own"));
    }

    /// <summary>A table by which a policy decides is read as it is now, whatever the transaction read of it.</summary>
    [Fact]
    public void A_transaction_does_not_keep_what_a_policy_has_taken_away()
    {
        admin.Run("CREATE TABLE acl (who STRING, i INT); INSERT INTO acl VALUES ('ana', 1); "
            + "CREATE FUNCTION listed(n INT) RETURNS BOOLEAN "
            + "RETURN EXISTS (SELECT 1 FROM acl WHERE who = current_user() AND acl.i = n); "
            + "CREATE TABLE later (i INT, s STRING); CREATE TABLE own (i INT); GRANT MODIFY ON TABLE own TO ana; "
            + "ALTER TABLE t SET ROW FILTER listed ON (i); ALTER TABLE later SET ROW FILTER listed ON (i); "
            + "GRANT SELECT ON TABLE later TO ana");
        reader.Run("BEGIN");
        Assert.Equal("1 a", reader.Scalar(Query));
        admin.Run("DELETE FROM acl; INSERT INTO later VALUES (1, 'new')");
        Assert.Empty(reader.Rows("SELECT * FROM later"));
        Assert.Empty(reader.Rows("SELECT * FROM t"));

        // It has read what is no longer so.
        reader.Run("INSERT INTO own VALUES (1)");
        Assert.Equal(
            ErrorCode.CommitConflict, Assert.Throws<LakeSqlException>(() => reader.Run("COMMIT")).Code);
    }

    [Fact]
    public void A_collision_does_not_name_what_a_view_reads()
    {
        admin.Run("CREATE SCHEMA away; CREATE TABLE away.secret (i INT); INSERT INTO away.secret VALUES (1); "
            + "CREATE VIEW v AS SELECT i FROM away.secret; GRANT SELECT ON VIEW v TO ana; CREATE TABLE own (i INT); "
            + "GRANT MODIFY ON TABLE own TO ana");
        reader.Run("BEGIN; INSERT INTO own SELECT i FROM v");
        admin.Run("UPDATE away.secret SET i = 2");
        var error = Assert.Throws<LakeSqlException>(() => reader.Run("COMMIT"));
        Assert.Equal(ErrorCode.CommitConflict, error.Code);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("version", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A history is for all readers, of whom not all may know what a change has read.</summary>
    [Fact]
    public void The_history_does_not_name_what_a_condition_reads()
    {
        admin.Run("CREATE SCHEMA away; CREATE TABLE away.secret (i INT); INSERT INTO away.secret VALUES (1); "
            + "DELETE FROM t WHERE i IN (SELECT i FROM away.secret)");
        var newest = string.Join(' ', reader.Rows("DESCRIBE HISTORY t")[0].Select(c =>
            c is Dictionary<string, string> map ? string.Join(' ', map.Values) : c.ToString()));
        Assert.Contains("i IN (SELECT _)", newest, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", newest, StringComparison.Ordinal);
    }

    [Fact]
    public void The_body_of_its_function_and_the_readers_groups_count_too()
    {
        admin.Run("ALTER TABLE t SET ROW FILTER one ON (i)");
        Assert.Equal("1 a", reader.Scalar(Query));
        admin.Run("CREATE OR REPLACE FUNCTION one(i INT) RETURNS BOOLEAN "
            + "RETURN is_account_group_member('g') OR i = 2");
        Assert.Equal("1 b", reader.Scalar(Query));
        admin.Run("ALTER GROUP g ADD USER ana");
        Assert.Equal("2 b", reader.Scalar(Query));
        admin.Run("ALTER GROUP g DROP USER ana");
        Assert.Equal("1 b", reader.Scalar(Query));
    }

    [Fact]
    public void A_transaction_reads_under_the_policy_of_each_moment()
    {
        reader.Run("BEGIN");
        Assert.Equal("2 b", reader.Scalar(Query));
        admin.Run("ALTER TABLE t SET ROW FILTER one ON (i)");
        Assert.Equal("1 a", reader.Scalar(Query));
        admin.Run("REVOKE SELECT ON TABLE t FROM ana");
        Assert.Equal(
            ErrorCode.PermissionDenied, Assert.Throws<LakeSqlException>(() => reader.Scalar(Query)).Code);
        reader.Run("ROLLBACK");
    }

    public void Dispose()
    {
        reader.Dispose();
        admin.Dispose();
        lake.Dispose();
    }
}
