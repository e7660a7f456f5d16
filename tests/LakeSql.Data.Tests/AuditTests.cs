using LakeSql.Common.Errors;
using LakeSql.Storage.Durability;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>What the audit and the history say, where SQL alone cannot reach.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection admin;
    private readonly LakeSqlConnection other;

    public AuditTests()
    {
        admin = lake.Open();
        other = lake.Open();
        admin.Run("CREATE TABLE secret AS SELECT 42 AS i; CREATE TABLE t (i INT); CREATE USER ana");
    }

    /// <summary>Whoever ends the process when the change is there has been recorded already.</summary>
    [Theory]
    [InlineData("INSERT INTO t SELECT i FROM secret", "main.default.secret")]
    [InlineData("INSERT INTO t VALUES (1)", "main.default.t")]
    [InlineData("CREATE TABLE copied AS SELECT i FROM secret", "main.default.secret")]
    [InlineData("DELETE FROM secret", "main.default.secret")]
    [InlineData("DROP TABLE secret", "main.default.secret")]
    public void What_a_statement_may_do_is_recorded_before_it_is_done(string sql, string securable)
    {
        Assert.True(RecordedBefore(sql, admin, $"securable = '{securable}' AND action_name <> 'SELECT'"));
    }

    [Fact]
    public void A_right_is_recorded_once_a_statement()
    {
        admin.Run("GRANT SELECT ON TABLE t TO ana; INSERT INTO t VALUES (1)");
        var rows = admin.Rows(
            "SELECT action_name, count(*) FROM system.access.audit WHERE action_name IN ('GRANT', 'INSERT') "
            + "GROUP BY ALL ORDER BY ALL");
        Assert.All(rows, r => Assert.Equal(1L, r[1]));
        Assert.Equal(2, rows.Count);
    }

    /// <summary>Whoever used the text would give the value, and so say what is seen.</summary>
    [Theory]
    [InlineData("CREATE VIEW v AS SELECT i FROM t WHERE i = ?")]
    [InlineData("CREATE VIEW v AS SELECT i FROM t VERSION AS OF ?")]
    [InlineData("CREATE FUNCTION f(n INT) RETURNS BOOLEAN RETURN n = ?")]
    [InlineData("CREATE FUNCTION f() RETURNS TABLE RETURN SELECT i FROM t WHERE i = :value")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT c CHECK (i <> ?)")]
    [InlineData("CREATE TABLE u (i INT DEFAULT ?)")]
    [InlineData("CREATE TABLE u (i INT, j INT GENERATED ALWAYS AS (i + ?))")]
    public void A_text_that_is_kept_has_no_parameters(string sql)
    {
        using var command = admin.CreateCommand();
        command.CommandText = sql;
        var value = command.CreateParameter();
        value.Value = 0;
        value.ParameterName = sql.Contains(':', StringComparison.Ordinal) ? "value" : "";
        command.Parameters.Add(value);
        Assert.Equal(ErrorCode.InvalidUse, Assert.Throws<LakeSqlException>(() => command.ExecuteNonQuery()).Code);
    }

    [Fact]
    public void A_password_of_ones_own_is_recorded_first()
    {
        admin.Run("CREATE USER eve PASSWORD 'correct horse battery'; ALTER USER root PASSWORD 'correct horse battery'");
        using var eve = new LakeSqlConnection($"Data Source={lake.Path};User=eve;Password=correct horse battery");
        eve.Open();
        Assert.True(RecordedBefore(
            "ALTER USER eve PASSWORD 'correct horse staple'", eve, "action_name = 'ALTER USER'"));
    }

    /// <summary>A result may be read to its end after somebody else has taken the session over.</summary>
    [Fact]
    public void A_record_names_who_began_the_statement()
    {
        admin.Run("CREATE USER eve; CREATE USER bob; GRANT USE CATALOG ON CATALOG main TO eve, bob; "
            + "GRANT USE SCHEMA, SELECT ON SCHEMA default TO eve, bob; "
            + "CREATE TABLE large AS SELECT range AS i FROM range(300000); SET SESSION AUTHORIZATION eve");
        using (var command = admin.CreateCommand())
        {
            command.CommandText = "SELECT i FROM large";
            using var reader = command.ExecuteReader();
            Assert.True(reader.Read());
            admin.Run("SET SESSION AUTHORIZATION bob");
        }

        Assert.Equal("eve", other.Scalar(
            "SELECT max(acting_as) FROM system.query.history WHERE statement_text LIKE '%FROM large'"));
    }

    /// <summary>The engine takes a text up to such a character for all of it.</summary>
    [Fact]
    public void A_name_cannot_cut_a_text_off()
    {
        var error = Assert.Throws<LakeSqlException>(() => admin.Run("SELECT 1 FROM t AS \"a\0b\""));
        Assert.Equal(ErrorCode.InvalidName, error.Code);
        admin.Run("COMMENT ON TABLE t IS 'a\0b'");
        Assert.Equal("a\uFFFDb", admin.Scalar(
            "SELECT comment FROM main.information_schema.tables WHERE table_name = 't'"));
    }

    /// <summary>True when the audit has a record more, from the first step on that is not the record itself.</summary>
    private bool RecordedBefore(string sql, LakeSqlConnection connection, string condition)
    {
        var recorded = new List<long>();
        DiskSteps.Watch(Look);
        try
        {
            connection.Run(sql);
        }
        finally
        {
            DiskSteps.Watch(null);
        }

        return recorded.Count > 1 && recorded.Skip(1).All(r => r > recorded[0]);

        void Look(string step)
        {
            // Looking is a statement with steps of its own.
            DiskSteps.Watch(null);
            recorded.Add((long)other.Scalar($"SELECT count(*) FROM system.access.audit WHERE {condition}")!);
            DiskSteps.Watch(Look);
        }
    }

    public void Dispose()
    {
        admin.Dispose();
        other.Dispose();
        lake.Dispose();
    }
}
