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
