using System.Data;
using Dapper;
using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

public sealed class ProviderTests : IDisposable
{
    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection connection;

    public ProviderTests()
    {
        connection = lake.Open();
        connection.Run("CREATE TABLE t (id INT, name STRING, price DECIMAL(10,2), at TIMESTAMP, l ARRAY<INT>, b BINARY)");
        connection.Run("INSERT INTO t VALUES (1, 'a', 1.5, TIMESTAMP '2024-01-02 03:04:05', [1, NULL], X'0aff')");
    }

    public void Dispose()
    {
        connection.Dispose();
        lake.Dispose();
    }

    private sealed record Row(int Id, string Name, decimal Price);

    [Fact]
    public void Dapper_maps_rows_and_binds_parameters()
    {
        var row = connection.QuerySingle<Row>(
            "SELECT id, name, price FROM t WHERE id = @id AND name = @name", new { id = 1, name = "a" });
        Assert.Equal(new Row(1, "a", 1.5m), row);
        Assert.Equal(1, connection.Execute("INSERT INTO t (id, name) VALUES (@id, @name)", new { id = 2, name = "it's" }));
        Assert.Equal("it's", connection.QuerySingle<string>("SELECT name FROM t WHERE id = 2"));
    }

    [Theory]
    [InlineData("SELECT ? + ?", null, null)]
    [InlineData("SELECT $1 + $2", null, null)]
    [InlineData("SELECT @a + @b", "@a", "@b")]
    [InlineData("SELECT :a + :b", "a", ":b")]
    public void Parameters_in_all_four_spellings(string sql, string? first, string? second)
    {
        using var command = (LakeSqlCommand)connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue(first ?? "", 40);
        command.Parameters.AddWithValue(second ?? "", 2);
        Assert.Equal(42, Convert.ToInt32(command.ExecuteScalar()));
    }

    [Fact]
    public void The_reader_gives_typed_values()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM t";
        using var reader = command.ExecuteReader();
        Assert.True(reader.HasRows);
        Assert.True(reader.Read());
        Assert.Equal(1, reader.GetInt32(0));
        Assert.Equal(1L, reader.GetInt64(0));
        Assert.Equal("a", reader.GetString(reader.GetOrdinal("NAME")));
        Assert.Equal(1.5m, reader.GetDecimal(2));
        Assert.Equal(new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), reader.GetDateTime(3));
        Assert.Equal([1, null], reader.GetFieldValue<List<int?>>(4));
        Assert.Equal([10, 255], reader.GetFieldValue<byte[]>(5));
        Assert.Equal(typeof(decimal), reader.GetFieldType(2));
        Assert.Throws<InvalidCastException>(() => reader.GetInt32(1));
        Assert.False(reader.Read());
    }

    [Fact]
    public void An_adapter_fills_a_table_and_a_script_has_several_results()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, name FROM t; SELECT count(*) AS n FROM t";
        using var adapter = LakeSqlFactory.Instance.CreateDataAdapter()!;
        adapter.SelectCommand = command;
        var set = new DataSet();
        adapter.Fill(set);
        Assert.Equal(2, set.Tables.Count);
        Assert.Equal("a", set.Tables[0].Rows[0]["name"]);
        Assert.Equal(1L, set.Tables[1].Rows[0]["n"]);
        Assert.Contains(connection.GetSchema("Tables").Rows.Cast<DataRow>(), r => (string)r["table_name"] == "t");
    }

    [Fact]
    public async Task A_cancelled_command_ends_and_the_connection_lives_on()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM range(100000000000) a(i) WHERE i % 7 = 3";
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(source.Token));
        Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t"));
        Assert.Equal("CANCELED", connection.Scalar(
            "SELECT status FROM system.query.history WHERE error_code = 'LSQ6005' LIMIT 1"));
    }

    [Fact]
    public void Users_log_in_with_their_password_and_have_their_own_rights()
    {
        connection.Run("CREATE USER ana PASSWORD 'correct horse'");
        using var wrong = new LakeSqlConnection($"Data Source={lake.Path};User=ana;Password=nope");
        Assert.Equal(ErrorCode.LoginFailed, Assert.Throws<LakeSqlException>(wrong.Open).Code);
        using var unknown = new LakeSqlConnection($"Data Source={lake.Path};User=nobody;Password=nope");
        Assert.Equal(ErrorCode.LoginFailed, Assert.Throws<LakeSqlException>(unknown.Open).Code);
        using var ana = new LakeSqlConnection($"Data Source={lake.Path};User=ana;Password=correct horse");
        ana.Open();
        Assert.Equal("ana", ana.Scalar("SELECT current_user"));
        var denied = Assert.Throws<LakeSqlException>(() => ana.Run("SET SESSION AUTHORIZATION root"));
        Assert.NotEqual(ErrorCode.Internal, denied.Code);
        Assert.Throws<LakeSqlException>(() => ana.Scalar("SELECT count(*) FROM main.default.t"));
        Assert.DoesNotContain("t", ana.Complete("SELECT * FROM ", 14));
        Assert.Contains("t", connection.Complete("SELECT * FROM ", 14));
    }
}
