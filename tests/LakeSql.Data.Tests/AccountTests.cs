using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>What becomes of sessions and results of users that others limit, disable or drop.</summary>
public sealed class AccountTests : IDisposable
{
    private const string Password = "the password of ana";

    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection admin;

    public AccountTests()
    {
        admin = lake.Open();
        admin.Run($"CREATE USER ana PASSWORD '{Password}'");
    }

    public void Dispose()
    {
        admin.Dispose();
        lake.Dispose();
    }

    [Theory]
    [InlineData("DROP USER ana")]
    [InlineData("ALTER USER ana DISABLE")]
    [InlineData("DROP USER ana; CREATE USER ana PASSWORD 'another one, another ana'")]
    public void The_session_of_a_user_who_is_gone_has_ended(string end)
    {
        using var ana = Ana();
        Assert.Equal(1, ana.Scalar("SELECT 1"));
        admin.Run(end);
        foreach (var sql in (string[])["SELECT 1", "SET threads = 1", "SELEC", "COMMIT"])
        {
            var error = Assert.Throws<LakeSqlException>(() => ana.Run(sql));
            Assert.Equal((ErrorCode.SessionEnded, "28000"), (error.Code, error.Code.SqlState));
        }

        Assert.Equal(ErrorCode.SessionEnded, Assert.Throws<LakeSqlException>(() => ana.Complete("SEL", 3)).Code);
        Assert.Equal(ErrorCode.LoginFailed, Assert.Throws<LakeSqlException>(Ana).Code);
        Assert.Equal(
            4L, admin.Scalar("SELECT count(*) FROM system.access.audit WHERE error_code = 'LSQ3005'"
                + " AND user_name = 'ana' AND response = 'DENIED' AND status = 'DENIED'"));
    }

    [Theory]
    [InlineData("DROP USER ana")]
    [InlineData("DROP USER ana; CREATE USER ana PASSWORD 'another one, another ana'")]
    public void A_session_that_acts_as_somebody_ends_when_that_user_does(string end)
    {
        using var acting = lake.Open();
        acting.Run("SET SESSION AUTHORIZATION ana");
        admin.Run(end);
        foreach (var sql in (string[])["SELECT 1", "RESET SESSION AUTHORIZATION", "SELECT 1"])
        {
            Assert.Equal(ErrorCode.SessionEnded, Assert.Throws<LakeSqlException>(() => acting.Run(sql)).Code);
        }
    }

    [Fact]
    public void A_user_who_is_enabled_logs_in_anew()
    {
        using var asked = Ana();
        using var idle = Ana();
        admin.Run("ALTER USER ana DISABLE");
        Assert.Throws<LakeSqlException>(() => asked.Run("SELECT 1"));
        admin.Run("ALTER USER ana ENABLE");
        foreach (var before in (LakeSqlConnection[])[asked, idle])
        {
            Assert.Equal(ErrorCode.SessionEnded, Assert.Throws<LakeSqlException>(() => before.Run("SELECT 1")).Code);
        }

        using var ana = Ana();
        Assert.Equal(1, ana.Scalar("SELECT 1"));
        admin.Run("ALTER USER ana ENABLE");
        Assert.Equal(1, ana.Scalar("SELECT 1"));
        ana.Run("ALTER USER ana PASSWORD 'what ana likes better'");
        Assert.Equal(ErrorCode.LoginFailed, Assert.Throws<LakeSqlException>(Ana).Code);
    }

    [Fact]
    public void The_metastore_admin_is_neither_disabled_nor_limited()
    {
        var name = admin.Scalar("SELECT current_user");
        var error = Assert.Throws<LakeSqlException>(() => admin.Run($"ALTER USER `{name}` DISABLE"));
        Assert.Equal(ErrorCode.SystemObject, error.Code);
        error = Assert.Throws<LakeSqlException>(() => admin.Run($"ALTER USER `{name}` SET LIMIT threads = 1"));
        Assert.Equal(ErrorCode.SystemObject, error.Code);
    }

    [Fact]
    public void Who_got_in_and_who_did_not_is_recorded()
    {
        Ana().Dispose();
        foreach (var (user, password) in ((string, string)[])[("ana", "a wrong one"), ("nobody", Password)])
        {
            using var wrong = new LakeSqlConnection($"Data Source={lake.Path};User={user};Password={password}");
            Assert.Throws<LakeSqlException>(wrong.Open);
        }

        var logins = admin.Rows("SELECT user_name, response FROM system.access.audit WHERE action_name = 'LOGIN'"
            + " AND user_name IN ('ana', 'nobody') ORDER BY event_time").Select(r => $"{r[0]} {r[1]}");
        Assert.Equal(["ana ALLOWED", "ana DENIED", "nobody DENIED"], logins);
    }

    [Fact]
    public void An_access_is_recorded_before_its_first_row_and_for_who_reads_no_further()
    {
        admin.Run("CREATE TABLE t AS SELECT range AS x FROM range(100000)");
        using var other = lake.Open();
        using (var command = other.CreateCommand())
        {
            command.CommandText = "SELECT x FROM t";
            using var reader = command.ExecuteReader();
            Assert.Equal("RUNNING", Status());
            Assert.True(reader.Read());
            Assert.Equal("RUNNING", Status());
        }

        Assert.Equal("FINISHED", Status());
        Assert.NotNull(admin.Scalar("VERIFY AUDIT"));

        object? Status() => admin.Scalar("SELECT status FROM system.access.audit WHERE action_name = 'SELECT'"
            + " AND securable = 'main.default.t' AND privilege = 'SELECT' AND response = 'ALLOWED'");
    }

    [Fact]
    public void A_result_ends_at_the_limit_of_rows()
    {
        admin.Run("ALTER USER ana SET LIMIT max_rows = 5000");
        using var ana = Ana();
        Assert.Equal(5000, ana.Rows("SELECT * FROM range(5000)").Count);
        Assert.Equal(5001L, ana.Scalar("SELECT count(*) FROM range(5001)"));
        var error = Assert.Throws<LakeSqlException>(() => ana.Rows("SELECT * FROM range(5001)"));
        Assert.Equal(ErrorCode.RowLimit, error.Code);
        Assert.Equal("FAILED", admin.Scalar(
            "SELECT status FROM system.query.history WHERE user_name = 'ana' AND error_code = 'LSQ6009'"));
    }

    [Fact]
    public void A_limit_of_time_holds_for_each_statement_of_a_script()
    {
        admin.Run("ALTER USER ana SET LIMIT statement_timeout = '400ms'");
        using var ana = Ana();
        ana.Run("SET threads = 1");
        Thread.Sleep(500);
        var error = Assert.Throws<LakeSqlException>(() => ana.Run(
            "SET threads = 2; SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b"));
        Assert.Equal(ErrorCode.Timeout, error.Code);
        Assert.Contains("0.4 s", error.Message, StringComparison.Ordinal);
    }

    private LakeSqlConnection Ana()
    {
        var connection = new LakeSqlConnection($"Data Source={lake.Path};User=ana;Password={Password}");
        connection.Open();
        return connection;
    }
}
