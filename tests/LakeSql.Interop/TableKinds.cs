namespace LakeSql.Interop;

/// <summary>A kind of table that LakeSql writes.</summary>
/// <param name="Statements">They make the table <c>{t}</c> and its versions.</param>
/// <param name="Columns">The select list for both engines; <c>*</c> unless bytes must be spelled.</param>
internal sealed record TableKind(string[] Statements, string Columns = "*");

/// <summary>The kinds of tables that both engines know.</summary>
internal static class TableKinds
{
    private const string Odd = "'a b', 'c/d', 'e=f', 'ü€😀', '100%', 'q\"q', '', 'a:b?c#d&e', '..', 'z''z', 'tab\tx'";

    public static IReadOnlyDictionary<string, TableKind> All { get; } = new Dictionary<string, TableKind>
    {
        ["plain"] = new(
        [
            "CREATE TABLE {t} (i INT NOT NULL, s STRING) TBLPROPERTIES ('delta.enableDeletionVectors' = 'false')",
            "INSERT INTO {t} VALUES (1, 'one'), (2, NULL), (3, '')", "INSERT INTO {t} SELECT 4, 'vier'",
            "UPDATE {t} SET s = s || '!' WHERE i <> 2", "DELETE FROM {t} WHERE i = 3",
            "MERGE INTO {t} USING (VALUES (1, 'eins'), (9, 'neun')) AS n(i, s) ON {t}.i = n.i "
                + "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *",
            "INSERT OVERWRITE {t} VALUES (7, 'new')", "TRUNCATE TABLE {t}", "INSERT INTO {t} VALUES (8, 'last')",
        ]),
        ["types"] = new(
        [
            "CREATE TABLE {t} (bo BOOLEAN, ti TINYINT, si SMALLINT, i INT, bi BIGINT, f FLOAT, d DOUBLE, "
                + "n DECIMAL(10,2), w DECIMAL(38,10), s STRING, b BINARY, da DATE, ts TIMESTAMP, tn TIMESTAMP_NTZ)",
            "INSERT INTO {t} VALUES (true, 127, 32767, 2147483647, 9223372036854775807, 3.4e38, 1.7e308, 99999999.99, "
                + "123456789012345678.0123456789, 'ü€😀', X'00ff80', DATE '2100-02-28', "
                + "TIMESTAMPTZ '2024-02-29 23:59:59.999999+00', TIMESTAMP '2024-02-29 23:59:59.999999')",
            "INSERT INTO {t} VALUES (false, -128, -32768, -2147483648, -9223372036854775808, -1.5e-30, 5e-324, -0.01, "
                + "-0.0000000001, '', X'', DATE '1900-01-01', TIMESTAMPTZ '1970-01-01 00:00:00+00', "
                + "TIMESTAMP '1925-01-01 00:00:00.000001')",
            "INSERT INTO {t} SELECT" + string.Concat(Enumerable.Repeat(" NULL,", 13)) + " NULL",
            "INSERT INTO {t} (f, d) VALUES ('nan'::FLOAT, '-inf'::DOUBLE), (0.1, 0.1)",
            "DELETE FROM {t} WHERE ti = -128",
        ],
            "* REPLACE (hex(b) AS b)"),
        ["nested"] = new(
        [
            "CREATE TABLE {t} (i INT, a ARRAY<INT>, s STRUCT<x INT, y STRUCT<z STRING, l ARRAY<STRING>>>, "
                + "m MAP<STRING, INT>, al ARRAY<STRUCT<k INT, v STRING>>, ms MAP<STRING, STRUCT<p DOUBLE>>, "
                + "aa ARRAY<ARRAY<BIGINT>>)",
            "INSERT INTO {t} VALUES (1, [1, NULL, 3], {'x': 1, 'y': {'z': 'a', 'l': ['b', NULL]}}, MAP {'k': 1, 'l': "
                + "NULL}, [{'k': 1, 'v': 'x'}, {'k': NULL, 'v': NULL}], MAP {'m': {'p': 1.5}}, [[1, 2], [], [NULL]])",
            "INSERT INTO {t} VALUES (2, [], {'x': NULL, 'y': {'z': NULL, 'l': []}}, MAP {}, [], MAP {}, [])",
            "UPDATE {t} SET a = [7], s = {'x': 9, 'y': {'z': 'n', 'l': ['o']}} WHERE i = 1",
        ]),
        ["partitioned by text"] = new(
        [
            "CREATE TABLE {t} (i INT, p STRING, q STRING) PARTITIONED BY (p, q)",
            $"INSERT INTO {{t}} SELECT i, p, CASE WHEN i % 2 = 0 THEN p END FROM unnest([{Odd}, NULL]) WITH ORDINALITY "
                + "AS x(p, i)",
            "UPDATE {t} SET p = 'moved/to' WHERE p = 'c/d'", "DELETE FROM {t} WHERE p IS NULL",
            "INSERT INTO {t} VALUES (100, NULL, NULL), (101, NULL, 'x'), (102, 'x', NULL)",
        ]),
        ["partitioned by other types"] = new(
        [
            "CREATE TABLE {t} (i INT, b BOOLEAN, l BIGINT, n DECIMAL(10,2), d DATE, ts TIMESTAMP) "
                + "PARTITIONED BY (b, l, n, d, ts)",
            "INSERT INTO {t} VALUES (1, true, -5, 1.50, DATE '2024-02-29', "
                + "TIMESTAMPTZ '2024-02-29 01:02:03.000004+00'), (2, false, 9223372036854775807, -0.05, "
                + "DATE '1999-12-31', TIMESTAMPTZ '1999-12-31 00:00:00+00'), "
                + "(3, NULL, NULL, NULL, NULL, NULL)",
            "UPDATE {t} SET l = 6, d = NULL WHERE i = 1",
        ]),
        ["timestamp_ntz"] = new(
        [
            "CREATE TABLE {t} (i INT, n TIMESTAMP_NTZ, p TIMESTAMP_NTZ) PARTITIONED BY (p)",
            "INSERT INTO {t} VALUES (1, TIMESTAMP '2024-03-31 02:30:00', TIMESTAMP '2024-03-31 02:30:00.5'), "
                + "(2, NULL, NULL)",
            "DELETE FROM {t} WHERE i = 2",
        ]),
        ["deletion vectors"] = new(
        [
            "CREATE TABLE {t} (i INT, s STRING)", "INSERT INTO {t} SELECT i, 'a' || i FROM range(10) AS r(i)",
            "INSERT INTO {t} SELECT i, 'b' || i FROM range(10, 20) AS r(i)",
            "INSERT INTO {t} SELECT i, 'c' || i FROM range(20, 30) AS r(i)", "DELETE FROM {t} WHERE i IN (0, 9)",
            "UPDATE {t} SET s = 'u' || s WHERE i % 7 = 3", "DELETE FROM {t} WHERE i % 10 = 5",
            "MERGE INTO {t} USING (SELECT i * 3 AS i, 'm' AS s FROM range(13) AS r(i)) AS n ON {t}.i = n.i "
                + "WHEN MATCHED AND n.i > 20 THEN DELETE WHEN MATCHED THEN UPDATE SET s = n.s "
                + "WHEN NOT MATCHED THEN INSERT *",
            "DELETE FROM {t} WHERE i < 10",
        ]),
        ["large deletion vectors"] = new(
        [
            "CREATE TABLE {t} (i BIGINT)", "INSERT INTO {t} SELECT i FROM range(300000) AS r(i)",
            "DELETE FROM {t} WHERE i % 3 = 0", "DELETE FROM {t} WHERE i BETWEEN 70000 AND 200000",
            "UPDATE {t} SET i = -i WHERE i % 1000 = 1",
        ],
            "count(*) AS c, CAST(coalesce(sum(i), 0) AS BIGINT) AS s, min(i) AS a, max(i) AS z"),
        ["past a checkpoint"] = PastCheckpoint(""),
        ["past a checkpoint with a sidecar"] = PastCheckpoint(
            " TBLPROPERTIES ('delta.checkpointPolicy' = 'v2', 'delta.enableInCommitTimestamps' = 'true')"),
        ["tracked"] = new(
        [
            "CREATE TABLE {t} (i INT, s STRING)", "INSERT INTO {t} VALUES (1, 'a'), (2, 'b'), (3, 'c')",
            "ALTER TABLE {t} SET TBLPROPERTIES ('delta.enableRowTracking' = 'true')",
            "UPDATE {t} SET s = 'B' WHERE i = 2", "INSERT INTO {t} VALUES (4, 'd')",
            "MERGE INTO {t} USING (VALUES (4, 'D'), (5, 'e')) AS n(i, s) ON {t}.i = n.i "
                + "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *",
            "OPTIMIZE {t}", "DELETE FROM {t} WHERE i = 1",
        ]),
        ["tracked, and mapped by id"] = new(
        [
            "CREATE TABLE {t} (i INT, s STRING) TBLPROPERTIES ('delta.enableRowTracking' = 'true', "
                + "'delta.columnMapping.mode' = 'id', 'delta.feature.vacuumProtocolCheck' = 'supported')",
            "INSERT INTO {t} VALUES (1, 'a'), (2, 'b'), (3, 'c')", "ALTER TABLE {t} RENAME COLUMN s TO t",
            "UPDATE {t} SET t = 'B' WHERE i = 2", "OPTIMIZE {t}", "DELETE FROM {t} WHERE i = 1",
        ]),
        ["evolved structs"] = new(
        [
            "CREATE TABLE {t} (a BIGINT, s STRUCT<x INT>) AS SELECT 1, {'x': 1}",
            "INSERT WITH SCHEMA EVOLUTION INTO {t} VALUES (2, {'y': 'new', 'x': 2})",
            "MERGE WITH SCHEMA EVOLUTION INTO {t} USING (SELECT 2 AS a, {'z': DATE '2024-01-01'} AS s) AS n "
                + "ON {t}.a = n.a WHEN MATCHED AND random() < 2 THEN UPDATE SET *",
        ]),
        ["numbered"] = new(
        [
            "CREATE TABLE {t} (id BIGINT GENERATED ALWAYS AS IDENTITY (INCREMENT BY 10), s STRING)",
            "INSERT INTO {t} (s) VALUES ('a'), ('b')",
            "MERGE INTO {t} USING (SELECT 'c' AS s) AS n ON {t}.s = n.s WHEN NOT MATCHED THEN INSERT *",
            "ALTER TABLE {t} SET TBLPROPERTIES ('delta.enableInCommitTimestamps' = 'true')",
            "UPDATE {t} SET s = 'B' WHERE s = 'b'",
        ]),
        ["replaced"] = new(
        [
            "CREATE TABLE {t} (i INT) COMMENT 'old'", "INSERT INTO {t} VALUES (1), (2)",
            "CREATE OR REPLACE TABLE {t} (s STRING, p INT) PARTITIONED BY (p)", "INSERT INTO {t} VALUES ('x', 1)",
            "CREATE OR REPLACE TABLE {t} AS SELECT 1.5::DOUBLE AS d, [1, 2] AS l",
        ]),
        ["restored"] = new(
        [
            "CREATE TABLE {t} (i INT)", "INSERT INTO {t} VALUES (1), (2), (3)", "DELETE FROM {t} WHERE i = 2",
            "INSERT INTO {t} VALUES (4)", "RESTORE TABLE {t} TO VERSION AS OF 1", "DELETE FROM {t} WHERE i = 3",
            "RESTORE TABLE {t} TO VERSION AS OF 3",
        ]),
        ["mapped columns"] = new(
        [
            "CREATE TABLE {t} (i INT, s STRUCT<x INT, y STRUCT<z STRING>>, l ARRAY<INT>, p STRING) PARTITIONED BY (p) "
                + "TBLPROPERTIES ('delta.columnMapping.mode' = 'name')",
            "INSERT INTO {t} VALUES (1, {'x': 1, 'y': {'z': 'a'}}, [1, NULL], 'p'), "
                + "(2, {'x': 2, 'y': {'z': NULL}}, [], NULL)",
            "ALTER TABLE {t} RENAME COLUMN p TO section", "ALTER TABLE {t} RENAME COLUMN i TO `the id`",
            "INSERT INTO {t} VALUES (3, {'x': NULL, 'y': {'z': 'c'}}, [], 'p/q')", "ALTER TABLE {t} DROP COLUMN l",
            "ALTER TABLE {t} ADD COLUMNS (l STRING FIRST)", "UPDATE {t} SET l = 'new' WHERE `the id` = 1",
            "DELETE FROM {t} WHERE section = 'p/q'",
        ]),
        ["columns that come and go"] = new(
        [
            "CREATE TABLE {t} (a INT, b STRING)", "INSERT INTO {t} VALUES (1, 'x')",
            "ALTER TABLE {t} ADD COLUMNS (c DOUBLE AFTER a, d INT)",
            "INSERT INTO {t} VALUES (2, 1.5, 'y', 7)",
            "ALTER TABLE {t} SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name')",
            "ALTER TABLE {t} RENAME COLUMN b TO a2", "ALTER TABLE {t} DROP COLUMN c",
            "INSERT WITH SCHEMA EVOLUTION INTO {t} BY NAME SELECT 3 AS a, 'z' AS a2, 2.5::DOUBLE AS c",
            "MERGE INTO {t} USING (SELECT 1 AS a) AS n ON {t}.a = n.a WHEN MATCHED THEN UPDATE SET a2 = 'merged'",
        ]),
        ["wider types"] = new(
        [
            "CREATE TABLE {t} (a INT, d DECIMAL(5,2), f FLOAT) TBLPROPERTIES ('delta.enableTypeWidening' = 'true')",
            "INSERT INTO {t} VALUES (1, 1.25, 0.5)", "ALTER TABLE {t} ALTER COLUMN a TYPE BIGINT",
            "ALTER TABLE {t} ALTER COLUMN d TYPE DECIMAL(20,4)", "ALTER TABLE {t} ALTER COLUMN f TYPE DOUBLE",
            "INSERT INTO {t} VALUES (9000000000, 123456789.1234, 1e300)", "UPDATE {t} SET d = d + 1 WHERE a = 1",
        ]),
        ["rules and change data"] = new(
        [
            "CREATE TABLE {t} (a INT NOT NULL, b INT DEFAULT 5, c INT GENERATED ALWAYS AS (a + b), "
                + "CONSTRAINT small CHECK (a < 100)) TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true')",
            "INSERT INTO {t} (a) VALUES (1), (2), (3)", "UPDATE {t} SET b = 6 WHERE a = 2",
            "DELETE FROM {t} WHERE a = 3", "INSERT INTO {t} REPLACE WHERE a = 1 VALUES (1, 9, 10)",
        ]),
        ["upkeep"] = new(
        [
            "CREATE TABLE {t} (i INT, p INT) PARTITIONED BY (p)",
            .. Enumerable.Range(0, 4).Select(
                n => $"INSERT INTO {{t}} SELECT i, i % 2 FROM range({n * 5}, {(n * 5) + 5}) r(i)"),
            "DELETE FROM {t} WHERE i = 3", "OPTIMIZE {t}", "INSERT INTO {t} VALUES (50, 0)",
            "OPTIMIZE {t} ZORDER BY (i)", "DELETE FROM {t} WHERE i = 50", "REORG TABLE {t} APPLY (PURGE)",
        ]),
    };

    private static TableKind PastCheckpoint(string properties) => new(
    [
        "CREATE TABLE {t} (i INT, p STRING) PARTITIONED BY (p)" + properties,
        .. Enumerable.Range(0, 9).SelectMany(n => new[]
        {
            $"INSERT INTO {{t}} SELECT i, CASE WHEN i % 3 > 0 THEN 'p/' || (i % 3) END "
                + $"FROM range({n * 10}, {n * 10 + 10}) AS r(i)",
            $"DELETE FROM {{t}} WHERE i = {n * 10 + 4}",
        }),
        "UPDATE {t} SET i = i + 1000 WHERE i % 10 = 7", "INSERT INTO {t} VALUES (-1, '')",
    ]);
}
