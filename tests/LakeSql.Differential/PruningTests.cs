using System.Data.Common;
using DuckDB.NET.Data;
using LakeSql.Data;
using Xunit;

namespace LakeSql.Differential;

/// <summary>Leaving files out changes no answer: a table of many files against DuckDB, which has none.</summary>
public sealed class PruningTests
{
    private const int Conditions = 1500;

    private const string Rows =
        "SELECT i AS id, CASE WHEN i % 7 > 0 THEN i % 50 END AS n, "
        + "CASE WHEN i % 5 > 0 THEN chr(CAST(97 + i // 40 AS INT)) "
        + "|| CASE i % 3 WHEN 0 THEN 'é' WHEN 1 THEN '😀' ELSE '' END END AS s, "
        + "DATE '2024-01-01' + CAST(i // 3 AS INT) AS d, "
        + "TIMESTAMP '2024-01-01 00:00:00.0005' + INTERVAL (i * 7) MINUTE AS t, "
        + "CASE WHEN i % 90 = 7 THEN 'NaN'::DOUBLE ELSE (i - 100) / 4.0 END AS x, "
        + "CAST(i / 8.0 AS DECIMAL(9,3)) AS m, i % 3 = 0 AS b, CAST(i AS FLOAT) / 10 AS f, "
        + "CASE WHEN i % 4 > 0 THEN i % 4 END AS p, CASE WHEN i >= 120 THEN i % 90 END AS e "
        + "FROM range(400) r(i)";

    [Fact]
    public void Conditions_give_the_rows_of_an_engine_without_files()
    {
        var directory = Directory.CreateTempSubdirectory("lakesql-prune-").FullName;
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        Scalar(duck, $"CREATE TABLE t AS {Rows}");
        using var lake = new LakeSqlConnection($"Data Source={Path.Combine(directory, "lake")}");
        lake.Open();
        Scalar(lake, $"CREATE TABLE t PARTITIONED BY (p) AS SELECT * FROM ({Rows}) LIMIT 0");
        for (var i = 0; i < 400; i += 40)
        {
            Scalar(lake, $"INSERT INTO t SELECT * FROM ({Rows}) WHERE id >= {i} AND id < {i + 40}");
        }

        Scalar(lake, "DELETE FROM t WHERE id % 11 = 0");
        Scalar(duck, "DELETE FROM t WHERE id % 11 = 0");
        var random = new Random(7);
        for (var i = 0; i < Conditions; i++)
        {
            var sql = $"SELECT count(*) || ' ' || coalesce(sum(id), 0) FROM t WHERE {Condition(random, 2)}";
            Assert.True(Scalar(duck, sql) == Scalar(lake, sql), sql);
        }

        lake.Close();
        Directory.Delete(directory, recursive: true);
    }

    private static string Condition(Random random, int depth) => (depth == 0 ? 9 : random.Next(10)) switch
    {
        0 => $"({Condition(random, depth - 1)} AND {Condition(random, depth - 1)})",
        1 => $"({Condition(random, depth - 1)} OR {Condition(random, depth - 1)})",
        2 => $"NOT ({Condition(random, depth - 1)})",
        3 => $"{Column(random)} IS {(random.Next(2) == 0 ? "" : "NOT ")}NULL",
        4 => $"s {(random.Next(3) == 0 ? "NOT " : "")}LIKE "
            + $"'{(char)('a' + random.Next(11))}{Pick(random, "%", "é%", "_", "")}'",
        5 => Compared(random, (c, v) => $"{c} BETWEEN {v()} AND {v()}"),
        6 => Compared(random, (c, v) => $"{c} {(random.Next(2) == 0 ? "NOT " : "")}IN ({v()}, {v()})"),
        7 => Compared(random, (c, v) => $"{v()} {Operator(random)} {c}"),
        _ => Compared(random, (c, v) => $"{c} {Operator(random)} {v()}"),
    };

    private static string Compared(Random random, Func<string, Func<string>, string> write)
    {
        var column = Column(random);
        return write(column, () => Value(random, column));
    }

    private static string Value(Random random, string column) => column switch
    {
        "id" => Pick(random, $"{random.Next(420)}", $"{random.Next(400)}.5", $"'{random.Next(400)}'", "-1", "4e2"),
        "n" or "p" or "e" => $"{random.Next(-1, 50)}",
        "s" => $"'{(char)('a' + random.Next(12))}{Pick(random, "", "é", "😀", "z")}'",
        "d" => Pick(
            random, $"DATE '2024-0{random.Next(1, 6)}-1{random.Next(10)}'", $"'2024-0{random.Next(1, 6)}-01'",
            $"TIMESTAMP '2024-0{random.Next(1, 6)}-01 12:00:00'"),
        "t" => Pick(
            random, $"TIMESTAMP '2024-01-0{random.Next(1, 4)} 0{random.Next(10)}:00:00.0005'",
            $"'2024-01-0{random.Next(1, 4)} 10:02:00.0004'", $"DATE '2024-01-0{random.Next(1, 4)}'"),
        "x" => Pick(random, $"{random.Next(-30, 80)}", $"{random.Next(-30, 80)}.25", "'NaN'::DOUBLE", "0.0", "-0.0"),
        "m" => Pick(random, $"{random.Next(55)}.125", $"{random.Next(55)}", $"{random.Next(55)}.0001"),
        "f" => $"{random.Next(40)}.{random.Next(10)}",
        _ => random.Next(2) == 0 ? "true" : "false",
    };

    private static string Column(Random random) => Pick(random, "id", "n", "s", "d", "t", "x", "m", "b", "f", "p", "e");

    private static string Operator(Random random) => Pick(
        random, "=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM");

    private static string Pick(Random random, params string[] of) => of[random.Next(of.Length)];

    private static string? Scalar(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }
}
