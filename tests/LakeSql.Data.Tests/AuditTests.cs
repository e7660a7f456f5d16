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
        var recorded = new List<long>();
        DiskSteps.Watch(Look);
        try
        {
            admin.Run(sql);
        }
        finally
        {
            DiskSteps.Watch(null);
        }

        // The first step is the record itself.
        Assert.True(recorded.Count > 1);
        Assert.All(recorded.Skip(1), r => Assert.True(r > recorded[0]));

        void Look(string step)
        {
            // Looking is a statement with steps of its own.
            DiskSteps.Watch(null);
            recorded.Add((long)other.Scalar(
                $"SELECT count(*) FROM system.access.audit WHERE securable = '{securable}' "
                + "AND action_name <> 'SELECT'")!);
            DiskSteps.Watch(Look);
        }
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

    public void Dispose()
    {
        admin.Dispose();
        other.Dispose();
        lake.Dispose();
    }
}
