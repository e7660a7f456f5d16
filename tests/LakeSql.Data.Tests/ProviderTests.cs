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
        connection.Run(
            "CREATE TABLE t (id INT, name STRING, price DECIMAL(10,2), at TIMESTAMP, l ARRAY<INT>, b BINARY)");
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
        Assert.Equal(1, connection.Execute("INSERT INTO t (id, name) VALUES (@id, @name)",
            new { id = 2, name = "it's" }));
        Assert.Equal("it's", connection.QuerySingle<string>("SELECT name FROM t WHERE id = 2"));
    }

    /// <summary>Values of the parameters' types are constants to it, as LIMIT asks for.</summary>
    [Fact]
    public void A_function_of_another_takes_parameters()
    {
        connection.Run("CREATE USER ana; GRANT USE CATALOG ON CATALOG main TO ana; "
            + "GRANT USE SCHEMA ON SCHEMA default TO ana; "
            + "CREATE FUNCTION top(most INT, part STRING) RETURNS TABLE "
            + "RETURN SELECT id FROM t WHERE name LIKE part ORDER BY id LIMIT most; "
            + "GRANT EXECUTE ON FUNCTION top TO ana; INSERT INTO t (id, name) VALUES (2, 'b'); "
            + "SET SESSION AUTHORIZATION ana");
        Assert.Equal([1], connection.Query<int>("SELECT id FROM top(@most, @part)", new { most = 1, part = "%" }));
        Assert.Equal([2], connection.Query<int>("SELECT id FROM top(@most, @part)", new { most = 5, part = "b%" }));
        Assert.Equal(
            ErrorCode.InvalidData, Assert.Throws<LakeSqlException>(
                () => connection.Query<int>("SELECT id FROM top(1, CAST(CAST(@part AS INT) AS STRING))",
                    new { part = "!" }).ToList()).Code);
    }

    [Fact]
    public void Explain_analyze_tells_rows_and_time_of_each_step()
    {
        var lines = connection.Query<string>(
            "EXPLAIN ANALYZE SELECT x.name, count(*) FROM t x JOIN t y ON x.id = y.id GROUP BY x.name").ToArray();
        Assert.Matches(@"^1 rows in \d+\.\d ms$", lines[0]);
        Assert.Contains(lines, l => l.Contains("hash join (inner, id = id): 1 rows", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("scan main.default.t@v1 (1 file)", StringComparison.Ordinal));
        connection.Run("CREATE VIEW v AS SELECT x.id FROM t x JOIN t y ON x.id = y.id");
        Assert.Single(connection.Query<string>("EXPLAIN ANALYZE SELECT * FROM v"));
        Assert.Single(connection.Query<string>("EXPLAIN ANALYZE SELECT count(*) FROM t"));
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
    public void A_command_that_takes_too_long_says_so()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM range(100000000000) a(i) WHERE i % 7 = 3";
        command.CommandTimeout = 1;
        Assert.Equal(ErrorCode.Timeout, Assert.Throws<LakeSqlException>(command.ExecuteScalar).Code);
        Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t"));
        Assert.Equal("CANCELED", connection.Scalar(
            "SELECT status FROM system.query.history WHERE error_code = 'LSQ6008' LIMIT 1"));
    }

    public static TheoryData<object?, string> Values() => new()
    {
        { true, "BOOLEAN" }, { (sbyte)-1, "TINYINT" }, { (short)-2, "SMALLINT" }, { 3, "INT" }, { 4L, "BIGINT" },
        { 1.5f, "FLOAT" }, { 2.5, "DOUBLE" }, { 3.25m, "DECIMAL(38,2)" }, { "it's", "STRING" },
        { new byte[] { 0, 255 }, "BINARY" }, { new DateTime(2024, 1, 2, 3, 4, 5), "TIMESTAMP_NTZ" },
        { new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)), "TIMESTAMP" },
        { new DateOnly(2024, 1, 2), "DATE" }, { new TimeOnly(3, 4, 5), "TIME" }, { Guid.Empty, "STRING" }, { null, "" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Parameters_keep_their_type_and_value(object? value, string type)
    {
        using var command = (LakeSqlCommand)connection.CreateCommand();
        command.CommandText = "SELECT @v AS v";
        command.Parameters.AddWithValue("v", value);
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        if (value is null)
        {
            Assert.True(reader.IsDBNull(0));
            return;
        }

        Assert.Equal(type.Split('(')[0], reader.GetDataTypeName(0).Split('(')[0]);
        var read = typeof(LakeSqlDataReader).GetMethod(nameof(LakeSqlDataReader.GetFieldValue))!
            .MakeGenericMethod(value.GetType()).Invoke(reader, [0]);
        Assert.Equal(value is DateTimeOffset instant ? instant.ToUniversalTime() : value, read);
    }

    [Fact]
    public async Task The_async_methods_read_all_rows()
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT i FROM range(5000) r(i)";
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        long sum = 0;
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            sum += await reader.GetFieldValueAsync<long>(0, TestContext.Current.CancellationToken);
        }

        Assert.Equal(4999L * 5000 / 2, sum);
        Assert.False(await reader.NextResultAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Readers_commands_and_connections_end_as_they_should()
    {
        var other = new LakeSqlConnection($"Data Source={lake.Path}");
        Assert.Equal(ConnectionState.Closed, other.State);
        Assert.Throws<InvalidOperationException>(() => other.Run("SELECT 1"));
        other.Open();
        Assert.Throws<InvalidOperationException>(other.Open);
        Assert.Throws<InvalidOperationException>(() => other.ConnectionString = "Data Source=x");
        using (var command = other.CreateCommand())
        {
            command.CommandText = "SELECT 1";
            using var reader = command.ExecuteReader(CommandBehavior.CloseConnection);
            reader.Close();
            Assert.True(reader.IsClosed);
            Assert.Throws<InvalidOperationException>(() => reader.Read());
        }

        Assert.Equal(ConnectionState.Closed, other.State);
        other.Close();
        other.Dispose();

        // Two readers of one connection at once, each with its own rows.
        using var first = Reader("SELECT i FROM range(3000) r(i)");
        using var second = Reader("SELECT -i FROM range(3000) r(i)");
        for (var i = 0; i < 3000; i++)
        {
            Assert.True(first.Read() && second.Read());
            Assert.Equal(0, first.GetInt64(0) + second.GetInt64(0));
        }
    }

    [Fact]
    public void A_source_of_connections_and_settings_by_name()
    {
        var settings = new LakeSqlConnectionStringBuilder { DataSource = lake.Path, DefaultCommandTimeout = 7 };
        Assert.Equal(7, new LakeSqlConnectionStringBuilder(settings.ConnectionString).DefaultCommandTimeout);
        Assert.Throws<ArgumentException>(() => new LakeSqlConnectionStringBuilder("Colour=blue"));
        using var source = LakeSqlFactory.Instance.CreateDataSource(settings.ConnectionString);
        using var opened = source.OpenConnection();
        Assert.Equal(7, opened.CreateCommand().CommandTimeout);
        Assert.Equal("main.default", opened.Database);
        opened.ChangeDatabase("system.access");
        Assert.Equal("system.access", opened.Database);
    }

    [Fact]
    public void Columns_are_described()
    {
        using var reader = Reader("SELECT * FROM t");
        var schema = reader.GetSchemaTable()!;
        Assert.Equal("id,name,price,at,l,b",
            string.Join(',', schema.Rows.Cast<DataRow>().Select(r => r["ColumnName"])));
        Assert.Equal("DECIMAL(10,2)", reader.GetDataTypeName(2));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetOrdinal("nope"));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetName(9));
        Assert.Throws<InvalidOperationException>(() => reader.GetValue(0));
        Assert.True(reader.Read());
        Assert.Equal(2, reader.GetBytes(5, 0, null, 0, 0));
        Assert.Equal('a', reader.GetChar(1));
        Assert.Equal(6, reader.GetValues(new object[8]));
    }

    private System.Data.Common.DbDataReader Reader(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteReader();
    }

    /// <param name="text">The place is the bar.</param>
    /// <param name="start">Where a candidate goes.</param>
    /// <param name="candidate">One of them; with a minus, none of them.</param>
    [Theory]
    [InlineData("SELECT pr| FROM t", 7, "price")]
    [InlineData("SELECT x.na| FROM main.default.t AS x", 9, "name")]
    [InlineData("UPDATE t SET pr|", 13, "price")]
    [InlineData("SELECT * FROM main.def|", 19, "default")]
    [InlineData("SELECT * FROM main.default.|", 27, "t")]
    [InlineData("sel|", 0, "SELECT")]
    [InlineData("SELECT collect_l|", 7, "collect_list")]
    [InlineData("GRANT SELECT ON TABLE t TO an|", 27, "ana")]
    [InlineData("LIST '/Vol|", 6, "/Volumes/")]
    [InlineData("LIST '/Volumes/ma|", 15, "main/")]
    [InlineData("LIST '/Volumes/main/default/|", 28, "files/")]
    [InlineData("LIST '/Volumes/main/default/files/my |", 34, "my data.csv")]
    [InlineData("SELECT 'sel|", 11, "-SELECT")]
    [InlineData("SELECT 1 -- sel|", 15, "-SELECT")]
    [InlineData("SELECT 'it''s' AS pr| FROM t", 18, "price")]
    public void Completion_knows_names_columns_and_paths(string text, int start, string candidate)
    {
        connection.Run("CREATE USER ana; CREATE VOLUME files");
        connection.Run("COPY (SELECT 1) TO '/Volumes/main/default/files/my data.csv'");
        var place = text.IndexOf('|');
        var found = connection.Complete(text.Remove(place, 1), place);
        Assert.Equal(start, found.Start);
        Assert.Equal(!candidate.StartsWith('-'), found.Candidates.Contains(candidate.TrimStart('-')));
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
        Assert.DoesNotContain("t", ana.Complete("SELECT * FROM ", 14).Candidates);
        Assert.Contains("t", connection.Complete("SELECT * FROM ", 14).Candidates);
        Assert.DoesNotContain("price", ana.Complete("SELECT pr FROM main.default.t", 9).Candidates);
    }

    [Fact]
    public void Completion_is_silent_about_a_hidden_catalog()
    {
        connection.Run("CREATE CATALOG hidden; CREATE SCHEMA hidden; CREATE TABLE main.hidden.t (i INT); "
            + "CREATE USER bo; GRANT USE CATALOG ON CATALOG main TO bo; "
            + "GRANT USE SCHEMA, SELECT ON SCHEMA main.hidden TO bo");
        const string Text = "SELECT * FROM hidden.";
        Assert.Equal(["default"], connection.Complete(Text, Text.Length).Candidates);
        connection.Run("SET SESSION AUTHORIZATION bo");
        Assert.Equal(["t"], connection.Complete(Text, Text.Length).Candidates);
    }
}
