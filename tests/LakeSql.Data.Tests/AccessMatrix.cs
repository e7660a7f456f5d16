namespace LakeSql.Data.Tests;

/// <summary>A statement and all that it needs.</summary>
/// <param name="Sql">The statement, over the objects of the matrix's lake.</param>
/// <param name="Needs">Privileges, each with its securable; empty where everybody may.</param>
internal sealed record MatrixRow(string Sql, params (string Privilege, string On)[] Needs)
{
    /// <summary>True for what nobody can be granted.</summary>
    public bool IsForAdmin { get; init; }
}

/// <summary>Which privileges each statement needs: the whole table, written down apart from the binders.</summary>
internal static class AccessMatrix
{
    /// <summary>What the lake of the matrix has; <c>{0}</c> is a directory of files outside of it.</summary>
    public static readonly string[] Setup =
    [
        "CREATE CATALOG c", "CREATE SCHEMA c.s", "CREATE TABLE c.s.t (a INT, b DOUBLE)",
        "INSERT INTO c.s.t VALUES (1, 2), (2, 4), (3, 6), (4, 8)", "INSERT INTO c.s.t VALUES (5, 10)",
        "CREATE TABLE c.s.by_day (a INT, d DATE) PARTITIONED BY (d)",
        "CREATE VIEW c.s.v AS SELECT a FROM c.s.t", "CREATE VOLUME c.s.files",
        "CREATE FUNCTION c.s.f(x INT) RETURNS INT RETURN x + 1",
        "CREATE FUNCTION c.s.yes(x INT) RETURNS BOOLEAN RETURN true",
        "COPY (SELECT 1 AS a, CAST(2 AS DOUBLE) AS b) TO '/Volumes/c/s/files/x.parquet'",
        "TRAIN MODEL c.s.m OPTIONS (task = 'regression', epochs = 1) TARGET b AS SELECT a, b FROM c.s.t",
        "CREATE POLICY p ON SCHEMA c.s ROW FILTER c.s.yes TO `account users` FOR TABLES WHEN has_tag('nowhere') "
            + "MATCH COLUMNS has_tag('x') AS x USING COLUMNS (x)",
        "CREATE EXTERNAL LOCATION place URL '{0}'", "CREATE EXTERNAL VOLUME c.s.ext LOCATION '{0}-ext'",
        "COPY (SELECT 1 AS a) TO '/Volumes/c/s/ext/x.parquet'", "CREATE USER ana", "CREATE USER bo", "CREATE GROUP g",
    ];

    private const string Table = "TABLE c.s.t";
    private const string Schema = "SCHEMA c.s";
    private const string Catalog = "CATALOG c";
    private const string Files = "VOLUME c.s.files";
    private const string External = "VOLUME c.s.ext";
    private const string Place = "EXTERNAL LOCATION place";

    public static readonly MatrixRow[] Rows =
    [
        In("SELECT a FROM c.s.t", ("SELECT", Table)),
        In("SELECT a FROM c.s.v", ("SELECT", "VIEW c.s.v")),
        In("SELECT c.s.f(1)", ("EXECUTE", "FUNCTION c.s.f")),
        In("SELECT PREDICT(c.s.m, a) FROM (SELECT 1 AS a)", ("EXECUTE", "MODEL c.s.m")),
        In("SELECT * FROM read_files('/Volumes/c/s/files/x.parquet')", ("READ VOLUME", Files)),
        new("SELECT * FROM parquet.`{0}/x.parquet`", ("READ FILES", Place)),
        In("SELECT * FROM read_files('/Volumes/c/s/ext/x.parquet')", ("READ VOLUME", External)),
        In("DESCRIBE SELECT a FROM c.s.t", ("SELECT", Table)),
        In("EXPLAIN SELECT a FROM c.s.t", ("SELECT", Table)),
        In("EXPLAIN ACCESS TO TABLE c.s.t FOR bo", ("MANAGE", Table)),
        In("WHAT IF GRANT SELECT ON VIEW c.s.v TO bo", ("MANAGE", "VIEW c.s.v")),
        new("CREATE CATALOG n", ("CREATE CATALOG", "METASTORE")),
        new("CREATE EXTERNAL LOCATION n URL '{0}-other'", ("CREATE EXTERNAL LOCATION", "METASTORE")),
        new("CREATE SCHEMA c.n", ("USE CATALOG", Catalog), ("CREATE SCHEMA", Catalog)),
        In("CREATE TABLE c.s.n (a INT)", ("CREATE TABLE", Schema)),
        In("CREATE TABLE c.s.n (a INT) LOCATION '{0}/n'", ("CREATE TABLE", Schema), ("CREATE EXTERNAL TABLE", Place)),
        In("CREATE TABLE c.s.n DEEP CLONE c.s.t", ("CREATE TABLE", Schema), ("SELECT", Table)),
        In("CREATE TABLE c.s.n SHALLOW CLONE c.s.t", ("CREATE TABLE", Schema), ("SELECT", Table)),
        In("CREATE TABLE c.s.n LIKE c.s.t", ("CREATE TABLE", Schema), ("SELECT", Table)),
        In("CREATE VIEW c.s.n AS SELECT a FROM c.s.t", ("CREATE TABLE", Schema), ("SELECT", Table)),
        In("CREATE FUNCTION c.s.n() RETURNS INT RETURN 1", ("CREATE FUNCTION", Schema)),
        In("CREATE VOLUME c.s.n", ("CREATE VOLUME", Schema)),
        In(
            "CREATE EXTERNAL VOLUME c.s.n LOCATION '{0}/n'", ("CREATE VOLUME", Schema),
            ("CREATE EXTERNAL VOLUME", Place)),
        In(
            "TRAIN MODEL c.s.n OPTIONS (task = 'regression') TARGET b AS SELECT a, b FROM c.s.t",
            ("CREATE MODEL", Schema), ("SELECT", Table)),
        In(
            "TRAIN MODEL c.s.m OPTIONS (task = 'regression') TARGET b AS SELECT a, b FROM c.s.t",
            ("CREATE MODEL VERSION", "MODEL c.s.m"), ("SELECT", Table)),
        In(
            "CREATE POLICY n ON TABLE c.s.t ROW FILTER c.s.yes TO bo FOR TABLES MATCH COLUMNS has_tag('x') AS x "
                + "USING COLUMNS (x)", ("MANAGE", Table), ("EXECUTE", "FUNCTION c.s.yes")),
        In("DROP POLICY p ON SCHEMA c.s", ("MANAGE", Schema)),
        In("SHOW POLICIES ON SCHEMA c.s", ("MANAGE", Schema)),
        In("DESCRIBE POLICY p ON SCHEMA c.s", ("MANAGE", Schema)),
        In("ALTER TABLE c.s.t SET TAGS ('x')", ("APPLY TAG", Table)),
        In("ALTER TABLE c.s.t ALTER COLUMN a SET TAGS ('x')", ("APPLY TAG", Table)),
        In("ALTER VIEW c.s.v SET TAGS ('x')", ("APPLY TAG", "VIEW c.s.v")),
        In("ALTER VOLUME c.s.files UNSET TAGS ('x')", ("APPLY TAG", Files)),
        In("ALTER MODEL c.s.m SET TAGS ('x')", ("APPLY TAG", "MODEL c.s.m")),
        In("ALTER FUNCTION c.s.f SET TAGS ('x')", ("APPLY TAG", "FUNCTION c.s.f")),
        In("ALTER SCHEMA c.s SET TAGS ('x')", ("APPLY TAG", Schema)),
        new("ALTER CATALOG c SET TAGS ('x')", ("USE CATALOG", Catalog), ("APPLY TAG", Catalog)),
        In("DROP TABLE c.s.t", ("MANAGE", Table)),
        In("DROP VIEW c.s.v", ("MANAGE", "VIEW c.s.v")),
        In("DROP VOLUME c.s.files", ("MANAGE", Files)),
        In("DROP MODEL c.s.m", ("MANAGE", "MODEL c.s.m")),
        In("DROP FUNCTION c.s.f", ("MANAGE", "FUNCTION c.s.f")),
        In("DROP SCHEMA c.s CASCADE", ("MANAGE", Schema)),
        new("DROP CATALOG c CASCADE", ("USE CATALOG", Catalog), ("MANAGE", Catalog)),
        new("DROP EXTERNAL LOCATION place", ("MANAGE", Place)),
        In("SHOW TABLES IN c.s"),
        In("SHOW COLUMNS IN c.s.t", ("SELECT", Table)),
        In("SHOW CREATE TABLE c.s.t", ("SELECT", Table)),
        In("DESCRIBE TABLE c.s.t", ("SELECT", Table)),
        In("DESCRIBE VOLUME c.s.files", ("READ VOLUME", Files)),
        In("DESCRIBE MODEL c.s.m", ("EXECUTE", "MODEL c.s.m")),
        In("DESCRIBE HISTORY c.s.t", ("SELECT", Table)),
        In("DESCRIBE DETAIL c.s.t", ("SELECT", Table)),
        In("SHOW TBLPROPERTIES c.s.t", ("SELECT", Table)),
        In("SHOW PARTITIONS c.s.by_day", ("SELECT", "TABLE c.s.by_day")),
        In("SHOW LINEAGE UPSTREAM FOR TABLE c.s.t", ("SELECT", Table)),
        In("USE SCHEMA c.s"),
        In("COMMENT ON TABLE c.s.t IS 'x'", ("MANAGE", Table)),
        In("ALTER TABLE c.s.t OWNER TO bo", ("MANAGE", Table)),
        In(
            "COPY INTO c.s.t FROM '/Volumes/c/s/files/' FILEFORMAT = PARQUET", ("MODIFY", Table),
            ("READ VOLUME", Files)),
        In("ALTER TABLE c.s.t ADD COLUMN n INT", ("MODIFY", Table)),
        In("ALTER TABLE c.s.t CLUSTER BY (a)", ("MODIFY", Table)),
        In("ALTER TABLE c.s.t RENAME TO n", ("MANAGE", Table), ("CREATE TABLE", Schema)),
        In("ALTER TABLE c.s.t ADD CONSTRAINT n CHECK (a > 0)", ("MODIFY", Table), ("SELECT", Table)),
        In("ALTER TABLE c.s.t SET ROW FILTER c.s.yes ON (a)", ("MANAGE", Table), ("EXECUTE", "FUNCTION c.s.yes")),
        In("INSERT INTO c.s.t VALUES (1, 2)", ("MODIFY", Table)),
        In("UPDATE c.s.t SET a = 2 WHERE a = 1", ("MODIFY", Table), ("SELECT", Table)),
        In("DELETE FROM c.s.t WHERE a = 1", ("MODIFY", Table), ("SELECT", Table)),
        In("DELETE FROM c.s.t", ("MODIFY", Table)),
        In("TRUNCATE TABLE c.s.t", ("MODIFY", Table)),
        In(
            "MERGE INTO c.s.t USING (SELECT 1 AS k) AS n ON t.a = n.k WHEN MATCHED THEN DELETE",
            ("MODIFY", Table), ("SELECT", Table)),
        In("RESTORE TABLE c.s.t TO VERSION AS OF 1", ("MODIFY", Table)),
        In("VACUUM c.s.t DRY RUN", ("MODIFY", Table)),
        In("OPTIMIZE c.s.t", ("MODIFY", Table)),
        In("REORG TABLE c.s.t APPLY (PURGE)", ("MODIFY", Table)),
        In("ANALYZE TABLE c.s.t COMPUTE STATISTICS", ("MODIFY", Table)),
        new("CONVERT TO DELTA parquet.`{0}`", ("CREATE EXTERNAL TABLE", Place)),
        In("PUT '{0}/x.parquet' INTO '/Volumes/c/s/files/'", ("WRITE VOLUME", Files), ("READ FILES", Place)),
        In("GET '/Volumes/c/s/files/x.parquet' TO '{0}/got'", ("READ VOLUME", Files), ("WRITE FILES", Place)),
        In("LIST '/Volumes/c/s/files/'", ("READ VOLUME", Files)),
        In("REMOVE '/Volumes/c/s/files/x.parquet'", ("WRITE VOLUME", Files)),
        In("CALL samples.draw_flowers('/Volumes/c/s/files/n', count => 1)", ("WRITE VOLUME", Files)),
        In(
            "COPY (SELECT a FROM c.s.t) TO '/Volumes/c/s/files/y.parquet'", ("SELECT", Table),
            ("WRITE VOLUME", Files)),
        In("COPY (SELECT 1) TO '/Volumes/c/s/ext/y.parquet'", ("WRITE VOLUME", External)),
        In("COPY (SELECT a FROM c.s.t) TO '{0}/y.parquet'", ("SELECT", Table), ("WRITE FILES", Place)),
        new("COPY (SELECT 1) TO '{0}/y.parquet'", ("WRITE FILES", Place)),
        In("DROP VOLUME c.s.ext", ("MANAGE", External)),
        In("GRANT SELECT ON TABLE c.s.t TO bo", ("MANAGE", Table)),
        In("REVOKE SELECT ON TABLE c.s.t FROM bo", ("MANAGE", Table)),
        In("SHOW GRANTS ON TABLE c.s.t", ("MANAGE", Table)),
        new("CREATE USER n") { IsForAdmin = true },
        new("ALTER USER bo PASSWORD 'x'") { IsForAdmin = true },
        new("ALTER USER bo SET LIMIT max_rows = 5") { IsForAdmin = true },
        new("SHOW LIMITS FOR bo") { IsForAdmin = true },
        new("SHOW LIMITS"),
        new("VERIFY AUDIT") { IsForAdmin = true },
        new("CREATE GROUP n") { IsForAdmin = true },
        new("ALTER GROUP g ADD USER bo") { IsForAdmin = true },
        new("DROP USER bo") { IsForAdmin = true },
        new("SHOW USERS") { IsForAdmin = true },
        new("SET threads = 2"),
        new("BEGIN"),
    ];

    /// <summary>Statements that are tried elsewhere, with the reason.</summary>
    public static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["SetSessionAuthorization"] = "the matrix is run under it, and it asks who logged in: governance/records.slt",
    };

    /// <summary>Privileges that no statement needs, with the reason.</summary>
    public static readonly Dictionary<string, string> Unused = new()
    {
        ["BROWSE"] = "shows that an object is there: object/show_objects.slt",
        ["ALL PRIVILEGES"] = "given in the place of each other one",
    };

    /// <summary>A statement about what is in <c>c.s</c>.</summary>
    private static MatrixRow In(string sql, params (string, string)[] needs) =>
        new(sql, [("USE CATALOG", Catalog), ("USE SCHEMA", Schema), .. needs]);
}
