using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Data;
using Xunit;

namespace LakeSql.Differential;

/// <summary>
/// What is hidden makes no difference: two lakes that hold the same for a reader, and other values in what the reader
/// does not see, answer alike, with rows or with an error.
/// </summary>
/// <remarks>
/// Unlike in <see cref="PolicyOracleTests"/> statements fail here for values that are seen, for values of tables beside
/// and without any: an error that is there in one lake and not in the other tells what is hidden, as when a condition
/// leaves nothing to be read. <see cref="PolicyRuns"/> says how many are tried.
/// </remarks>
public sealed class HiddenValuesTests
{
    private const int QueriesPerTable = 40, Repetitions = 20;

    /// <summary>How the rows of h are hidden, and the values of pay in them.</summary>
    private static readonly (string Name, string Sql)[] Forms =
    [
        ("t", "CREATE TABLE t {0} WITH ROW FILTER seen ON (name); {1}; GRANT SELECT, MODIFY ON TABLE t TO reader"),
        ("t", "CREATE TABLE t {0}; {1}; ALTER TABLE t ALTER COLUMN pay SET MASK shown USING COLUMNS (name); "
            + "GRANT SELECT ON TABLE t TO reader"),
        ("t", "CREATE TABLE t {0}; {1}; ALTER TABLE t ALTER COLUMN name SET TAGS ('who'); "
            + "CREATE POLICY p ON SCHEMA default ROW FILTER seen TO reader FOR TABLES MATCH COLUMNS has_tag('who') "
            + "AS w USING COLUMNS (w); GRANT SELECT ON TABLE t TO reader"),
        ("v", "CREATE TABLE t {0}; {1}; CREATE VIEW v AS SELECT name, pay FROM t WHERE name <> 'h'; "
            + "GRANT SELECT ON VIEW v TO reader"),
        ("v", "CREATE TABLE t {0}; {1}; CREATE VIEW v AS SELECT name, CASE WHEN name <> 'h' THEN pay END AS pay "
            + "FROM t; GRANT SELECT ON VIEW v TO reader"),
        ("f(0)", "CREATE TABLE t {0}; {1}; CREATE FUNCTION f(least INT) RETURNS TABLE RETURN SELECT name, pay FROM t "
            + "WHERE name <> 'h' AND pay >= least; GRANT EXECUTE ON FUNCTION f TO reader"),

        // What the owner computes fails for values below zero, none of which are seen.
        ("v", "CREATE TABLE t {0}; {1}; CREATE VIEW v AS SELECT left(name || chr(pay), 1) AS name, pay FROM t "
            + "WHERE name <> 'h'; GRANT SELECT ON VIEW v TO reader"),
        ("v", "CREATE TABLE t {0}; {1}; CREATE VIEW v AS SELECT name, CAST(count(chr(pay)) FILTER (WHERE "
            + "name <> 'h') AS INT) AS pay FROM t GROUP BY name; GRANT SELECT ON VIEW v TO reader"),
        ("v", "CREATE TABLE t {0}; {1}; CREATE VIEW v AS SELECT k AS name, CAST(CASE WHEN k <> 'h' THEN "
            + "(SELECT count(chr(pay)) FROM t WHERE t.name = k) END AS INT) AS pay "
            + "FROM (VALUES ('a'), ('b'), ('h')) AS s (k); GRANT SELECT ON VIEW v TO reader"),
        ("f('b')", "CREATE TABLE t {0}; {1}; CREATE FUNCTION f(n STRING) RETURNS TABLE RETURN SELECT name, "
            + "CASE WHEN name = n AND chr(pay) > '' THEN 1 ELSE pay END AS pay FROM t WHERE name <> 'h'; "
            + "GRANT EXECUTE ON FUNCTION f TO reader"),
        ("t", Owned + "; ALTER TABLE t SET ROW FILTER bad ON (name)"),
        ("t", Owned + "; ALTER TABLE t ALTER COLUMN name SET MASK worse"),
    ];

    /// <summary>The owner's own functions tell by failing what the schema's policy hides.</summary>
    private const string Owned =
        "CREATE TABLE t {0}; {1}; ALTER TABLE t ALTER COLUMN name SET TAGS ('who'); "
        + "CREATE POLICY p ON SCHEMA default ROW FILTER seen TO reader FOR TABLES MATCH COLUMNS has_tag('who') "
        + "AS w USING COLUMNS (w); ALTER TABLE t OWNER TO reader; SET SESSION AUTHORIZATION reader";

    [Fact]
    public void What_is_hidden_makes_no_difference()
    {
        var directory = Directory.CreateTempSubdirectory("lakesql-hidden-").FullName;
        var random = new Random(PolicyRuns.Seed);
        LakeSqlConnection[] lakes = [];
        for (var pair = 0; pair < PolicyRuns.Pairs; pair++)
        {
            if (pair % QueriesPerTable == 0)
            {
                Close(lakes);
                lakes = [.. "ab".Select(l => LakeConnections.Open(Path.Combine(directory, $"{pair}{l}")))];
            }

            var table = pair / QueriesPerTable;
            var form = Forms[table % Forms.Length];

            // Not always for the same forms.
            var isLarge = (table + table / Forms.Length) % 3 == 2;
            if (pair % QueriesPerTable == 0)
            {
                Fill(lakes, form.Sql, isLarge, random);
            }

            var query = isLarge ? OrderedQuery(random, form.Name) : Query(random, form.Name);
            var (one, other) = (Answer(lakes[0], query), Answer(lakes[1], query));

            // Of two errors the one that comes first is found, by threads that are not always as fast.
            for (var again = 0; one != other && again < Repetitions; again++)
            {
                (one, other) = again % 2 == 0 ? (Answer(lakes[0], query), other) : (one, Answer(lakes[1], query));
            }

            // They may be as fast for long; what they decide, one of them decides alike.
            if (one != other && IsError(one) && IsError(other))
            {
                (one, other) = (AnswerOfOneThread(lakes[0], query), AnswerOfOneThread(lakes[1], query));
            }

            Assert.True(one == other, $"pair {pair}\n{form.Sql}\n{query}\nin one lake: {one}\nin the other: {other}");
        }

        Close(lakes);
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>As many rows in as many files, the same of which are seen.</summary>
    private static void Fill(LakeSqlConnection[] lakes, string form, bool isLarge, Random random)
    {
        var partition = random.Next(3) == 0 ? "(name STRING, pay INT) PARTITIONED BY (name)" : "(name STRING, pay INT)";
        var files = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Enumerable.Range(0, 4).Select(
            i => i % 2 == 0 ? $"('{"abc"[random.Next(3)]}', {random.Next(40)})" : null).ToArray()).ToArray();
        foreach (var lake in lakes)
        {
            var rows = isLarge ? Large(random) : string.Join("; ", files.Select(
                f => "INSERT INTO t VALUES " + string.Join(", ", f.Select(
                    r => r ?? $"('h', {(random.Next(9) == 0 ? "NULL" : $"{random.Next(100)}")})"))));
            lake.Run("CREATE USER reader; GRANT USE CATALOG ON CATALOG main TO reader; "
                + "GRANT USE SCHEMA, CREATE TABLE, CREATE FUNCTION ON SCHEMA default TO reader; "
                + "SET SESSION AUTHORIZATION reader; "
                + "CREATE FUNCTION bad(name STRING) RETURNS BOOLEAN RETURN name <> 'a' OR error(name); "
                + "CREATE FUNCTION worse(name STRING) RETURNS STRING RETURN regexp_extract(name, '('); "
                + "CREATE FUNCTION given(m INT) RETURNS TABLE (e INT) RETURN SELECT m; "
                + "CREATE TABLE filtered AS SELECT 'a' AS e; ALTER TABLE filtered SET ROW FILTER bad ON (e); "
                + "CREATE TABLE masked AS SELECT 'a' AS e; ALTER TABLE masked ALTER COLUMN e SET MASK worse; "
                + "RESET SESSION AUTHORIZATION; "
                + "CREATE FUNCTION seen(name STRING) RETURNS BOOLEAN RETURN name <> 'h'; "
                + "CREATE FUNCTION shown(pay INT, name STRING) RETURNS INT RETURN CASE WHEN name <> 'h' THEN pay END; "
                + string.Format(CultureInfo.InvariantCulture, form, partition, rows)
                + "; SET SESSION AUTHORIZATION reader; CREATE TABLE few AS SELECT 'x' AS x, 5 AS y; "
                + "CREATE TABLE many AS SELECT 'x' || i AS x, CAST(i AS INT) AS y FROM range(3000) AS r (i)");
        }
    }

    /// <summary>
    /// So many rows that the engine sorts and groups them by way of their bounds, with so few values that the files
    /// have dictionaries; one of its threads, so that the order is always the same.
    /// </summary>
    private static string Large(Random random) =>
        "SET threads = 1; INSERT INTO t SELECT substr('abc', CAST(i % 3 + 1 AS INT), 1), "
        + "CAST(i * 7919 % 100 * 10 AS INT) FROM range(2500) r (i) "
        + $"UNION ALL VALUES ('h', {random.Next(-5000, 5000)}), ('h', {random.Next(1500)})";

    /// <summary>A statement whose rows come in an order that is the engine's to choose.</summary>
    private static string OrderedQuery(Random random, string table)
    {
        string Pick(params string[] texts) => texts[random.Next(texts.Length)];
        var where = Pick(
            "", $" WHERE pay {Pick(">=", "<")} {random.Next(-4500, 4500)}", $" WHERE pay < {random.Next(1000)}",
            " WHERE name < 'c'");
        var from = $"{table} q{where}";
        return Pick(
            $"SELECT pay FROM {from} GROUP BY pay", $"SELECT DISTINCT pay, name FROM {from}",
            $"SELECT name, pay FROM {from} ORDER BY pay",
            $"SELECT name FROM {from} ORDER BY pay DESC NULLS FIRST LIMIT 5",
            $"SELECT name, min(pay) AS m FROM {from} GROUP BY name, pay % 7",
            $"SELECT first(name) FROM (SELECT name FROM {from} ORDER BY pay)",
            $"SELECT pay, count(*) AS n FROM {from} GROUP BY pay ORDER BY n",
            $"SELECT sum(s.pay * b.z) AS c FROM (SELECT pay FROM {from}) s "
                + "ASOF JOIN (SELECT y % 1200 AS k, y AS z FROM many) b ON s.pay >= b.k",
            $"SELECT y FROM many JOIN (SELECT pay FROM {from}) s ON y = pay LIMIT 9",
            $"SELECT s.pay, y FROM (SELECT pay FROM {from}) s {Pick("LEFT", "RIGHT", "FULL")} JOIN many ON y = pay",
            $"SELECT pay, row_number() OVER (ORDER BY pay) AS c FROM {from}",
            $"SELECT pay, name FROM {from} UNION SELECT y, x FROM many",
            $"SELECT pay FROM {from} INTERSECT SELECT y FROM many", $"SELECT y FROM many EXCEPT SELECT pay FROM {from}",
            $"SELECT pay, max(pay) AS c FROM {from} GROUP BY ROLLUP (pay)",
            $"SELECT DISTINCT ON (pay % 10) pay, name FROM {from}",
            $"SELECT mode(pay) AS c, any_value(pay), arg_max(pay, name) FROM {from}",
            $"CREATE OR REPLACE TABLE mine AS SELECT pay FROM {from} GROUP BY pay; SELECT * FROM mine",
            $"SELECT x FROM many WHERE y IN (SELECT pay FROM {from})",
            $"SELECT count({Pick("chr(pay)", "to_base(pay, 9)", "chr(pay + 1)")}) AS c FROM {from}",
            $"SELECT pay FROM (SELECT * FROM {from}) s WHERE {Pick("chr(pay)", "to_base(pay, 9)")} > ''",
            $"WITH w AS (SELECT name AS k, max({Pick("pay", "chr(pay)", "1 // pay")}) AS m FROM {from} GROUP BY name) "
                + "SELECT k FROM w WHERE m = (SELECT max(m) FROM w)");
    }

    private static string Query(Random random, string table)
    {
        string Pick(params string[] texts) => texts[random.Next(texts.Length)];
        string Harmless() => Pick(
            $"pay {Pick(">=", "<", "=", "<>", ">")} {random.Next(100)}",
            $"pay BETWEEN {random.Next(60)} AND {random.Next(100)}", $"pay IN ({random.Next(100)}, {random.Next(100)})",
            $"pay IS {Pick("", "NOT ")}NULL", "name >= 'h'", $"name = '{Pick("a", "h")}'", "name LIKE 'h%'",
            $"pay > (SELECT max(y) FROM {Pick("few", "many WHERE y < 70")})", "name IN (SELECT e FROM filtered)",
            $"{Pick("", "NOT ")}EXISTS (SELECT 1 FROM {Pick("masked", "filtered")})",
            $"pay IN (SELECT y FROM many WHERE y > {random.Next(100)})");
        string Failing() => Pick(
            "error(name) IS NULL", "CAST(name AS INT) > 0", "name ~ '('", "length(repeat(name, pay - 20)) > 3",
            $"pay + 2147483647 > {random.Next(100)}", $"{random.Next(100)} // (pay - 5) < 3",
            "(SELECT error(x) FROM few) IS NULL", "EXISTS (SELECT 1 FROM few WHERE error(x) IS NULL)",
            "pay IN (SELECT y FROM few WHERE CAST(x AS INT) > 0)", "pay IN (SELECT 1 // (y - 5) FROM few)");
        var item = Pick(
            "name", "name", "upper(name)", "regexp_extract(name, '(')", "CAST(name AS INT)",
            "(SELECT error(x) FROM few)", "(SELECT y FROM many)", "pay + 2147483647", "strptime(name, '%Q')",
            "count(*)", "sum(pay)", "lag(pay, 1, CAST('a' AS INT)) OVER ()", "lead(pay, CAST('a' AS INT)) OVER ()",
            "first_value(CAST('a' AS INT)) OVER ()", "row_number() OVER (ORDER BY pay)",
            "list_transform([name], n -> regexp_extract(n, '('))", "(SELECT sum(CAST(x AS INT)) FROM few)",
            "string_agg(name)", "first(pay)", "row_number() OVER ()");
        var from = table + Pick(
            " q", " q", " q", " q, (SELECT error(x) AS e FROM few) s", " q JOIN few ON pay = y",
            " q JOIN (SELECT CAST(x AS INT) AS e, y FROM many) s ON pay = y",
            " q JOIN many ON pay = y AND error(x) IS NULL", " q LEFT JOIN many ON pay = y AND CAST(x AS INT) > 0",
            " q SEMI JOIN (SELECT y + length(error(x)) AS e FROM few) s ON pay = e",
            " q, (VALUES (error('v'))) s (e)", $" q JOIN (SELECT {random.Next(100)} AS e) s ON pay >= e",
            " q JOIN (SELECT y, sum(CAST('9e37' AS DECIMAL(38, 0))) AS e FROM many GROUP BY y % 2, y) s ON pay = y",
            " q, LATERAL (SELECT error(q.name) AS e) s", " q, range(1, 5, 0) s (e)", " q, filtered s", " q, masked s",
            " q FULL JOIN few ON pay = y", " q POSITIONAL JOIN (SELECT y FROM many LIMIT 5) s",
            " q ASOF JOIN many ON pay >= y", " q RIGHT JOIN (SELECT y FROM many LIMIT 50) s ON pay = y",
            " q TABLESAMPLE RESERVOIR(2 ROWS) REPEATABLE (7)", " q JOIN many ON pay = y", " q JOIN many ON pay <= y",
            " q ANTI JOIN many ON pay = y", " q, given(CAST('q' AS INT)) s",
            " q, (SELECT 1 AS e UNION ALL FROM generate_series(1, 5, 0)) s");
        var e = from.Contains(" e", StringComparison.Ordinal) && item is "name" ? ", e" : "";
        var where = $" WHERE {Harmless()}{Pick("", "", " AND " + Harmless(), " AND " + Failing(), " OR " + Failing())}";
        var query = $"SELECT {item} AS c{e} FROM {from}{where}";
        return random.Next(13) switch
        {
            0 when table == "t" => $"BEGIN; DELETE FROM t{where}; ROLLBACK",
            1 when table == "t" => $"BEGIN; UPDATE t SET pay = length({Pick("name", "error(name)")}){where}; ROLLBACK",
            2 => $"CREATE OR REPLACE TABLE mine AS {query}; SELECT * FROM mine",
            3 => $"WITH w AS {Pick("", "MATERIALIZED ")}({query}) SELECT count(*) FROM w",
            4 => $"SELECT {Pick("error(x) AS c FROM few", "x AS c FROM few UNION ALL SELECT e FROM filtered")} "
                + $"{Pick("INTERSECT", "EXCEPT", "UNION")} {query}",
            5 => $"SELECT c FROM ({query}) s WHERE {Pick("c IS NOT NULL", "error(c) IS NULL", "c IN ('a', 'b')")}",
            6 => $"{query} LIMIT {random.Next(3)}",
            8 => $"SELECT k FROM (SELECT name AS k, pay AS p FROM {table} q) s "
                + $"WHERE p >= {random.Next(100)}{Pick("", " AND error(k) IS NULL", " OR p + 2147483647 > 5")}",
            7 => $"{query} ORDER BY {Pick("1", "error(c)", "length(name)")}",
            _ => query,
        };
    }

    private static void Close(LakeSqlConnection[] lakes)
    {
        foreach (var lake in lakes)
        {
            lake.Dispose();
        }
    }

    /// <summary>The rows in the order in which they come, or the error.</summary>
    private static bool IsError(string answer) => answer.StartsWith("error ", StringComparison.Ordinal);

    private static string AnswerOfOneThread(LakeSqlConnection connection, string sql)
    {
        connection.Run("SET threads = 1");
        var answer = Answer(connection, sql);
        connection.Run("RESET threads");
        return answer;
    }

    private static string Answer(LakeSqlConnection connection, string sql)
    {
        try
        {
            return string.Join('\n', connection.Rows(sql));
        }
        catch (LakeSqlException e)
        {
            if (sql.StartsWith("BEGIN", StringComparison.Ordinal))
            {
                connection.Run("ROLLBACK");
            }

            return $"error {e.Code.Code}: {e.Message}";
        }
    }
}
