using System.Data.Common;
using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Who is let in with what: nothing that was given is taken for something that was not.</summary>
public sealed class LoginTests : IDisposable
{
    private static readonly string Account = Environment.UserName;

    private readonly TemporaryLake lake = new();

    public LoginTests() => lake.Open().Dispose();

    public void Dispose() => lake.Dispose();

    [Theory]
    [InlineData("User=;Password=wrong")]
    [InlineData("User=\"\";Password=wrong")]
    [InlineData("Uid=;Pwd=")]
    [InlineData("User=")]
    [InlineData("User Id=   ")]
    [InlineData("Username=")]
    [InlineData("User Name=;UserId=")]
    [InlineData("Username={0};Password=wrong")]
    [InlineData("Password=")]
    [InlineData("Pwd=''")]
    [InlineData("Password=wrong")]
    [InlineData("User={0};Password=")]
    [InlineData("User={0};Password=x;Password=")]
    [InlineData("User={0};Password=wrong")]
    [InlineData("Password=;User={0}")]
    public void A_blank_user_or_password_is_a_wrong_one(string login)
    {
        var text = $"Data Source={lake.Path};" + string.Format(null, login, Account);
        Refused(new LakeSqlConnection(text));
        Refused(new LakeSqlConnection(new LakeSqlConnectionStringBuilder(text).ConnectionString));
        DbConnectionStringBuilder settings = LakeSqlFactory.Instance.CreateConnectionStringBuilder()!;
        settings.ConnectionString = text;
        Refused(new LakeSqlConnection(settings.ConnectionString));
        using var source = LakeSqlFactory.Instance.CreateDataSource(text);
        Assert.Equal(ErrorCode.LoginFailed, Assert.Throws<LakeSqlException>(source.OpenConnection).Code);
    }

    [Theory]
    [InlineData("us er=")]
    [InlineData("us er=ana")]
    [InlineData("Login=")]
    [InlineData("Password=x;Usr=")]
    public void A_keyword_that_is_no_setting_is_refused(string login)
    {
        var text = $"Data Source={lake.Path};{login}";
        Assert.Throws<ArgumentException>(() => new LakeSqlConnection(text));
        Assert.Throws<ArgumentException>(() => new LakeSqlConnectionStringBuilder(text));
        DbConnectionStringBuilder settings = LakeSqlFactory.Instance.CreateConnectionStringBuilder()!;
        Assert.Throws<ArgumentException>(() => settings.ConnectionString = text);
    }

    [Fact]
    public void Of_a_name_that_nobody_can_have_a_part_is_kept()
    {
        Refused(new LakeSqlConnection(new LakeSqlConnectionStringBuilder
        {
            DataSource = lake.Path, User = new string('x', 100_000), Password = "wrong",
        }.ConnectionString));
        using var connection = lake.Open();
        Assert.Equal(255L, connection.Scalar("SELECT max(length(user_name)) FROM system.query.history"));
    }

    [Fact]
    public void A_failed_login_is_recorded_under_the_accounts_name()
    {
        using var connection = lake.Open();
        connection.Run("CREATE USER eve PASSWORD 'a long enough password'");
        Refused(new LakeSqlConnection($"Data Source={lake.Path};User=EVE;Password=wrong"));
        Refused(new LakeSqlConnection($"Data Source={lake.Path};User=Nobody;Password=wrong"));
        Assert.Equal([["Nobody"], ["eve"]], connection.Rows("SELECT user_name FROM system.access.audit "
            + "WHERE action_name = 'LOGIN' AND response = 'DENIED' ORDER BY ALL"));
    }

    [Fact]
    public void A_blank_property_is_given()
    {
        foreach (var settings in (LakeSqlConnectionStringBuilder[])[
            new() { DataSource = lake.Path, User = "", Password = "wrong" },
            new() { DataSource = lake.Path, User = "" },
            new() { DataSource = lake.Path, Password = "" },
            new() { DataSource = lake.Path, User = Account, Password = "" },
            new() { ["Lake"] = lake.Path, ["Uid"] = Account, ["Pwd"] = "" },
        ])
        {
            Refused(new LakeSqlConnection(settings.ConnectionString));
        }
    }

    [Fact]
    public void Settings_that_were_taken_out_are_not_given()
    {
        var settings = new LakeSqlConnectionStringBuilder($"Data Source={lake.Path};User=;Password=wrong");
        Assert.Equal("", settings.User);
        Assert.True(settings.Remove("Pwd"));
        settings.User = null;
        settings.Remove("Password");
        Assert.Equal((null, null), (settings.User, settings.Password));
        foreach (var text in (string[])[settings.ConnectionString, $"Lake={lake.Path};User={Account}"])
        {
            using var connection = new LakeSqlConnection(text);
            connection.Open();
            Assert.Equal(Account, connection.User);
        }
    }

    [Fact]
    public void A_password_without_a_user_is_that_of_the_account()
    {
        using var connection = lake.Open();
        connection.Run($"ALTER USER `{Account}` PASSWORD 'a password of the owner'");
        using var right = new LakeSqlConnection($"Data Source={lake.Path};Password=a password of the owner");
        right.Open();
        Assert.Equal(Account, right.User);
    }

    private static void Refused(LakeSqlConnection connection)
    {
        using (connection)
        {
            Assert.Equal(ErrorCode.LoginFailed, Assert.Throws<LakeSqlException>(connection.Open).Code);
        }
    }
}
