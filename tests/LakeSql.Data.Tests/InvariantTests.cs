using LakeSql.Common.Errors;
using LakeSql.Planner.Bound;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>The four invariants of ARCHITECTURE.md, where no <c>.slt</c> file shows them.</summary>
public sealed class InvariantTests
{
    [Theory]
    [InlineData("SELECT * FROM '/etc/passwd'")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM glob('/*')")]
    [InlineData("SELECT * FROM duckdb_settings()")]
    [InlineData("SELECT getvariable('x')")]
    [InlineData("SELECT current_setting('threads')")]
    [InlineData("SELECT * FROM query('PRAGMA version')")]
    [InlineData("ATTACH '/tmp/x.db'")]
    [InlineData("PRAGMA database_list")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("COPY t TO '/tmp/x.csv'")]
    [InlineData("EXPORT DATABASE '/tmp/x'")]
    [InlineData("CREATE MACRO abs(x) AS 42")]
    [InlineData("CREATE TEMP TABLE x AS SELECT 1")]
    [InlineData("CALL enable_logging(storage => 'file')")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SELECT 1 FROM (SELECT 1); SELECT * FROM duckdb_logs")]
    public void Text_that_duckdb_knows_and_the_grammar_does_not_is_refused(string sql)
    {
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        var error = Assert.Throws<LakeSqlException>(() => connection.Run(sql));
        Assert.Contains(error.Code.Code[..4], (string[])["LSQ1", "LSQ2"]);
        Assert.NotNull(error.SourceText);
    }

    [Fact]
    public void A_scan_without_policy_is_refused()
    {
        var scan = new SystemScan("access", "audit", null, []);
        Assert.Equal(ErrorCode.Internal, Assert.Throws<LakeSqlException>(() => scan.Policy).Code);
    }

    [Fact]
    public void Every_statement_is_recorded_with_its_outcome()
    {
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        connection.Run("CREATE USER ana");
        connection.Run("CREATE TABLE t (a INT)");
        connection.Run("GRANT USE CATALOG ON CATALOG main TO ana");
        connection.Run("GRANT USE SCHEMA ON SCHEMA main.default TO ana");
        Assert.Throws<LakeSqlException>(() => connection.Run("SELEC 1"));
        Assert.Throws<LakeSqlException>(() => connection.Run("SELECT nope FROM t"));
        Assert.Throws<LakeSqlException>(() => connection.Run("SELECT CAST('x' AS INT)"));
        connection.Run("SET SESSION AUTHORIZATION ana");
        Assert.Throws<LakeSqlException>(() => connection.Run("SELECT * FROM t"));
        connection.Run("RESET SESSION AUTHORIZATION");
        Assert.Equal(
            "LOGIN FINISHED null, CREATE USER FINISHED null, CREATE TABLE FINISHED null, GRANT FINISHED null, "
            + "GRANT FINISHED null, UNPARSED FAILED LSQ1001, SELECT FAILED LSQ2002, SELECT FAILED LSQ6001, "
            + "SET SESSION AUTHORIZATION FINISHED null, SELECT DENIED LSQ3001, "
            + "SET SESSION AUTHORIZATION FINISHED null",
            connection.Scalar(
                "SELECT string_agg(statement_type || ' ' || status || ' ' || coalesce(error_code, 'null'), ', ' "
                + "ORDER BY start_time) "
                + "FROM system.query.history"));
    }
}
