using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>
/// Half of a character, a surrogate without the other, has no UTF-8: names that differ there alone would be one name in
/// the log. Files of statements cannot hold it.
/// </summary>
public sealed class SurrogateTests : IDisposable
{
    private const string Password = "a long enough password";

    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection connection;

    public SurrogateTests()
    {
        connection = lake.Open();
        connection.Run("CREATE TABLE t (i INT, s STRUCT<a: INT>)");
    }

    [Theory]
    [InlineData("INSERT WITH SCHEMA EVOLUTION INTO t BY NAME SELECT 3 AS `x~`, 4 AS `x^`")]
    [InlineData("INSERT WITH SCHEMA EVOLUTION INTO t BY NAME SELECT {'x~': 3} AS s")]
    [InlineData("INSERT WITH SCHEMA EVOLUTION INTO t BY NAME SELECT 3 AS x~")]
    [InlineData("ALTER TABLE t ADD COLUMN s.`^` INT")]
    [InlineData("SELECT 1 AS 'x~~'")]
    [InlineData("CREATE TABLE `x~` (i INT)")]
    [InlineData("CREATE SCHEMA \"x^~\"")]
    [InlineData("CREATE USER `x~`")]
    [InlineData("ALTER TABLE t SET TAGS ('x~')")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT `x~` CHECK (i > 0)")]
    public void Names_do_not_have_it(string pattern)
    {
        // Attributes are kept as UTF-8.
        var sql = pattern.Replace('~', '\ud800').Replace('^', '\udc00');
        Assert.Equal(ErrorCode.InvalidName, Assert.Throws<LakeSqlException>(() => connection.Run(sql)).Code);
        Assert.Equal(0L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Names_have_whole_characters()
    {
        connection.Run("INSERT WITH SCHEMA EVOLUTION INTO t BY NAME SELECT 3 AS `x\U0001F600`, 4 AS x\U0001F601");
        Assert.Equal(7L, Convert.ToInt64(connection.Scalar("SELECT x\U0001F600 + `x\U0001F601` FROM t")));
    }

    [Fact]
    public void No_password_has_it()
    {
        var error = Assert.Throws<LakeSqlException>(
            () => connection.Run($"CREATE USER ana PASSWORD '{Password}\ud800'"));
        Assert.Equal(ErrorCode.PasswordRefused, error.Code);
        connection.Run($"CREATE USER ana PASSWORD '{Password}'");
        foreach (var (user, password) in ((string, string)[])[
            ("ana", Password + "\ud800"), ("nobody", Password + "\ud800"), ("ana\ud800", Password)])
        {
            using var refused = new LakeSqlConnection(
                new LakeSqlConnectionStringBuilder { DataSource = lake.Path, User = user, Password = password }
                    .ConnectionString);
            Assert.Equal(ErrorCode.LoginFailed, Assert.Throws<LakeSqlException>(refused.Open).Code);
        }

        connection.Run("VERIFY AUDIT");
    }

    public void Dispose()
    {
        connection.Dispose();
        lake.Dispose();
    }
}
