using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Logs lose their old part, but not what a model was trained on. It takes old files to see that.</summary>
public sealed class LogRetentionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_version_that_a_model_was_trained_on_outlives_the_log(bool isRenamed)
    {
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        foreach (var table in (string[])["trained", "other"])
        {
            connection.Run($"CREATE TABLE {table} AS SELECT i AS x, i * 2 AS y FROM range(50) AS r(i)");
            Insert(connection, table, 12);
        }

        connection.Run("TRAIN MODEL m OPTIONS (task = 'regression', epochs = 1) TARGET y AS SELECT x, y FROM trained");
        Insert(connection, "trained", 15);
        Insert(connection, "other", 15);
        var name = "trained";
        if (isRenamed)
        {
            connection.Run("ALTER TABLE trained RENAME TO named");
            name = "named";
        }

        foreach (var commit in Directory.EnumerateFiles(lake.Path, "*.json", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(commit, DateTime.UtcNow.AddDays(-40));
        }

        Insert(connection, name, 3);
        Insert(connection, "other", 3);
        Assert.Equal(62L, connection.Scalar($"SELECT count(*) FROM {name} VERSION AS OF 12"));
        Assert.Equal(60L, connection.Scalar($"SELECT count(*) FROM {name} VERSION AS OF 10"));
        Assert.Equal(70L, connection.Scalar("SELECT count(*) FROM other VERSION AS OF 20"));
        foreach (var (table, version) in ((string, int)[])[(name, 9), ("other", 19)])
        {
            var error = Assert.Throws<LakeSqlException>(
                () => connection.Scalar($"SELECT count(*) FROM {table} VERSION AS OF {version}"));
            Assert.Equal(ErrorCode.VersionNotFound, error.Code);
        }
    }

    private static void Insert(LakeSqlConnection connection, string table, int count)
    {
        for (var i = 0; i < count; i++)
        {
            connection.Run($"INSERT INTO {table} VALUES (1, 2)");
        }
    }
}
