using LakeSql.Common.Errors;
using LakeSql.Engine.DuckDb;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Readers of files whose guess of columns goes on after their statements.</summary>
public sealed class LeftBehindTests
{
    [Fact]
    public void Who_leaves_calls_behind_waits_for_them_and_nobody_else_does()
    {
        using var lake = new TemporaryLake();
        using var admin = lake.Open();
        admin.Run("CREATE VOLUME v; CREATE USER busy; GRANT USE CATALOG ON CATALOG main TO busy; "
            + "GRANT USE SCHEMA ON SCHEMA main.default TO busy; GRANT READ VOLUME ON VOLUME v TO busy; "
            + "COPY (SELECT 1 AS a) TO '/Volumes/main/default/v/a.csv'");
        using var session = lake.Open();
        session.Run("SET SESSION AUTHORIZATION busy");
        for (var i = 0; i < LeftBehind.Max; i++)
        {
            LeftBehind.Add("BUSY");
        }

        try
        {
            Assert.Equal(1L, Read(admin, 60));
            Assert.Equal(ErrorCode.Timeout, Assert.Throws<LakeSqlException>(() => Read(session, 1)).Code);
        }
        finally
        {
            for (var i = 0; i < LeftBehind.Max; i++)
            {
                LeftBehind.Remove("busy");
            }
        }

        Assert.Equal(1L, Read(session, 60));
    }

    private static object? Read(LakeSqlConnection connection, int timeout)
    {
        using var command = connection.CreateCommand();
        command.CommandTimeout = timeout;
        command.CommandText = "SELECT count(*) FROM read_files('/Volumes/main/default/v/a.csv')";
        return command.ExecuteScalar();
    }
}
