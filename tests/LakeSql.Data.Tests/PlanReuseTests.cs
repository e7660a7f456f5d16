using System.Diagnostics.Metrics;
using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>A repeated query is not bound again, and nobody can tell but by the clock.</summary>
public sealed class PlanReuseTests : IDisposable
{
    private const string Sum = "SELECT sum(a) FROM t";

    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection admin;
    private readonly MeterListener meter = new();
    private long reused;

    public PlanReuseTests()
    {
        admin = lake.Open();
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "lakesql.plans.reused")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meter.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            // Other tests of this process have lakes, too.
            if (tags[0].Value is string path && path == lake.Path)
            {
                Interlocked.Add(ref reused, count);
            }
        });
        meter.Start();
        admin.Run("CREATE TABLE t AS SELECT 1 AS a");
    }

    public void Dispose()
    {
        meter.Dispose();
        admin.Dispose();
        lake.Dispose();
    }

    [Fact]
    public void A_repeated_query_is_not_bound_again_and_each_run_has_its_own_record()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(1L, Convert.ToInt64(admin.Scalar(Sum)));
        }

        Assert.Equal(2, reused);
        const string Runs = "(SELECT query_id FROM system.query.history WHERE status = 'FINISHED' AND "
            + "statement_text LIKE '%sum(a)%')";
        Assert.Equal(3L, admin.Scalar($"SELECT count(*) FROM {Runs}"));
        Assert.Equal(3L, admin.Scalar(
            "SELECT count(*) FROM system.access.audit WHERE privilege = 'SELECT' AND response = 'ALLOWED' AND "
            + $"query_id IN {Runs}"));
        Assert.Equal(3L, admin.Scalar(
            "SELECT count(*) FROM system.access.column_lineage WHERE source_column_name = 'a' AND "
            + $"query_id IN {Runs}"));
    }

    [Fact]
    public void Rows_of_system_tables_are_those_of_the_run()
    {
        const string Count = "SELECT count(*) FROM system.query.history";
        var before = (long)admin.Scalar(Count)!;
        Assert.Equal(before + 1, admin.Scalar(Count));
        Assert.Equal(before + 2, admin.Scalar(Count));
        Assert.Equal(2, reused);
    }

    [Fact]
    public void A_commit_shows_in_the_next_run_and_in_its_lineage()
    {
        Assert.Equal(1L, Convert.ToInt64(admin.Scalar(Sum)));
        admin.Run("INSERT INTO t VALUES (10)");
        Assert.Equal(11L, Convert.ToInt64(admin.Scalar(Sum)));
        Assert.Equal(0, Program.Run(lake.Path, "--quiet", "-c", "INSERT INTO t VALUES (100)").Exit);
        Assert.Equal(111L, Convert.ToInt64(admin.Scalar(Sum)));
        Assert.Equal(0, reused);
        Assert.Equal(111L, Convert.ToInt64(admin.Scalar(Sum)));
        Assert.Equal(1, reused);
        Assert.Equal("0, 1, 2, 2", admin.Scalar(
            "SELECT string_agg(source_version, ', ' ORDER BY source_version) FROM system.access.column_lineage "
            + "WHERE target_column_name IS NOT NULL AND source_column_name = 'a'"));
    }

    [Theory]
    [InlineData("REVOKE SELECT ON TABLE t FROM readers", false, "LSQ3001")]
    [InlineData("REVOKE SELECT ON TABLE t FROM readers", true, "LSQ3001")]
    [InlineData("ALTER GROUP readers DROP USER ana", false, "LSQ2001")]
    [InlineData("ALTER GROUP readers DROP USER ana", true, "LSQ2001")]
    [InlineData("DROP USER ana", false, "LSQ3005")]
    [InlineData("DROP USER ana", true, "LSQ3005")]
    [InlineData("DROP GROUP readers", true, "LSQ2001")]
    [InlineData("REVOKE USE SCHEMA ON SCHEMA main.default FROM readers", true, "LSQ2001")]
    [InlineData("DROP TABLE t", true, "LSQ2001")]
    public void What_takes_a_right_away_bites_on_the_next_run(
        string change, bool fromAnotherProcess, string code)
    {
        using var ana = Reader();
        Assert.Equal(1L, Convert.ToInt64(ana.Scalar(Sum)));
        Assert.Equal(1L, Convert.ToInt64(ana.Scalar(Sum)));
        Assert.Equal(1, reused);
        if (fromAnotherProcess)
        {
            Assert.Equal((0, ""), Program.Run(lake.Path, "--quiet", "-c", change) is var (exit, _, error)
                ? (exit, error) : default);
        }
        else
        {
            admin.Run(change);
        }

        Assert.Equal(code, Assert.Throws<LakeSqlException>(() => ana.Scalar(Sum)).Code.Code);
        Assert.Equal(1, reused);
    }

    [Fact]
    public void A_right_of_a_views_owner_counts_on_each_run()
    {
        admin.Run("CREATE VIEW v AS SELECT a FROM t");
        using var ana = Reader();
        admin.Run("GRANT SELECT ON VIEW v TO readers");
        const string Read = "SELECT a FROM v";
        Assert.Equal(1, ana.Scalar(Read));
        Assert.Equal(1, ana.Scalar(Read));
        Assert.Equal(1, reused);
        admin.Run("CREATE OR REPLACE VIEW v AS SELECT a + 1 AS a FROM t");
        Assert.Equal(2, ana.Scalar(Read));
        admin.Run("CREATE USER owner");
        admin.Run("GRANT USE CATALOG ON CATALOG main TO owner");
        admin.Run("GRANT USE SCHEMA ON SCHEMA main.default TO owner");
        admin.Run("ALTER VIEW v OWNER TO owner");
        Assert.Equal("LSQ3001", Assert.Throws<LakeSqlException>(() => ana.Scalar(Read)).Code.Code);
    }

    [Fact]
    public void One_text_means_another_thing_to_another_user_and_in_another_schema()
    {
        using var ana = Reader();
        const string Who = "SELECT current_user() || sum(a) FROM t";
        var mine = admin.Scalar(Who);
        Assert.NotEqual(mine, ana.Scalar(Who));
        Assert.Equal("ana1", ana.Scalar(Who));
        admin.Run("CREATE SCHEMA other");
        admin.Run("CREATE TABLE other.t AS SELECT 7 AS a");
        admin.Scalar(Sum);
        admin.Run("USE other");
        Assert.Equal(7L, Convert.ToInt64(admin.Scalar(Sum)));
        admin.Run("USE main.default");
        admin.Run("SET SESSION AUTHORIZATION ana");
        Assert.Equal("ana1", admin.Scalar(Who));
        admin.Run("RESET SESSION AUTHORIZATION");
        Assert.Equal(mine, admin.Scalar(Who));
    }

    [Fact]
    public void Values_of_parameters_belong_to_the_run()
    {
        admin.Run("INSERT INTO t VALUES (2), (3)");
        const string Some = "SELECT sum(a) FROM (SELECT a FROM t WHERE a >= ? ORDER BY a LIMIT ?)";
        Assert.Equal(3L, Convert.ToInt64(With(Some, 1, 2)));
        Assert.Equal(5L, Convert.ToInt64(With(Some, 2, 2)));
        Assert.Equal(2L, Convert.ToInt64(With(Some, 2, 1)));
        Assert.Equal(2, reused);
        const string Then = "SELECT count(*) FROM t VERSION AS OF ?";
        Assert.Equal(1L, With(Then, 0));
        Assert.Equal(3L, With(Then, 1));
        Assert.Equal(1L, With(Then, 0));
        Assert.Equal(2, reused);
    }

    [Fact]
    public void Files_and_the_clock_are_looked_at_anew()
    {
        admin.Run("CREATE VOLUME files");
        var file = Path.Combine(Path.GetDirectoryName(lake.Path)!, "one.csv");
        File.WriteAllText(file, "a\n1\n");
        admin.Run($"PUT '{file}' INTO '/Volumes/main/default/files/one.csv'");
        const string Count = "SELECT count(*) FROM read_files('/Volumes/main/default/files/', format => 'csv')";
        Assert.Equal(1L, admin.Scalar(Count));
        admin.Run($"PUT '{file}' INTO '/Volumes/main/default/files/two.csv'");
        Assert.Equal(2L, admin.Scalar(Count));
        const string Now = "SELECT count(*) FROM t TIMESTAMP AS OF now()";
        Assert.Equal(1L, admin.Scalar(Now));
        admin.Run("INSERT INTO t VALUES (2)");
        Assert.Equal(2L, admin.Scalar(Now));
        Assert.Equal(2L, admin.Scalar(Now));
        Assert.Equal(0, reused);
    }

    private LakeSqlConnection Reader()
    {
        admin.Run("CREATE USER ana PASSWORD 'secret of ana'");
        admin.Run("CREATE GROUP readers");
        admin.Run("ALTER GROUP readers ADD USER ana");
        admin.Run("GRANT USE CATALOG ON CATALOG main TO readers");
        admin.Run("GRANT USE SCHEMA ON SCHEMA main.default TO readers");
        admin.Run("GRANT SELECT ON TABLE t TO readers");
        var ana = new LakeSqlConnection($"Data Source={lake.Path};User=ana;Password=secret of ana");
        ana.Open();
        return ana;
    }

    private object? With(string sql, params object[] values)
    {
        using var command = admin.CreateCommand();
        command.CommandText = sql;
        foreach (var value in values)
        {
            command.Parameters.Add(new LakeSqlParameter { Value = value });
        }

        return command.ExecuteScalar();
    }
}
