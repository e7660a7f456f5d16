using LakeSql.Common.Errors;
using LakeSql.Data;

namespace LakeSql.Benchmarks;

/// <summary>
/// How long it takes to be told that nothing is there: by name of an object in a schema or catalog that the asker may
/// not enter, and, as the rival, of one that is not there. A ratio of one says that the time tells nothing.
/// </summary>
/// <param name="rounds">How often each is asked for.</param>
internal sealed class HiddenBenchmark(int rounds)
{
    private const int FilesPerTable = 50;

    /// <summary>Statements with the schema or catalog as {0}.</summary>
    private static readonly (string Name, string Statement)[] Questions =
    [
        ("table", "SELECT * FROM {0}.t"), ("table, three names", "SELECT * FROM main.{0}.t"),
        ("table of a catalog", "SELECT * FROM {0}_c.default.t"), ("version", "SELECT * FROM {0}.t VERSION AS OF 3"),
        ("changes", "SELECT * FROM table_changes('{0}.t', 1)"), ("view", "SELECT * FROM {0}.v"),
        ("function", "SELECT {0}.f(1)"), ("model", "SELECT PREDICT({0}.m, 1.0)"),
        ("volume", "LIST '/Volumes/main/{0}/files/'"),
        ("file", "SELECT * FROM read_files('/Volumes/main/{0}/files/a.csv')"),
        ("USE", "USE SCHEMA {0}"), ("SHOW TABLES", "SHOW TABLES IN {0}"), ("SHOW GRANTS", "SHOW GRANTS ON SCHEMA {0}"),
        ("DESCRIBE", "DESCRIBE TABLE {0}.t"), ("CREATE", "CREATE TABLE {0}.t (i INT)"),
        ("INSERT", "INSERT INTO {0}.t VALUES (1)"), ("DELETE", "DELETE FROM {0}.t WHERE i = 1"),
        ("DROP", "DROP TABLE {0}.t"), ("GRANT", "GRANT SELECT ON TABLE {0}.t TO reader"),
        ("EXPLAIN ACCESS", "EXPLAIN ACCESS TO TABLE {0}.t"), ("lineage", "SHOW LINEAGE UPSTREAM FOR TABLE {0}.t"),
        ("history", "DESCRIBE HISTORY {0}.t"),
    ];

    public List<PairedRuns> Run()
    {
        var directory = Directory.CreateTempSubdirectory("lakesql-hidden-").FullName;
        try
        {
            using var lake = new LakeSqlConnection($"Data Source={Path.Combine(directory, "lake")}");
            lake.Open();
            Fill(lake);
            BenchmarkLake.ReadAll(lake, "SET SESSION AUTHORIZATION reader");
            return [.. Questions.Select(q => PairedRuns.Measure(
                q.Name, rounds, () => Refused(lake, string.Format(null, q.Statement, "vault")),
                () => Refused(lake, string.Format(null, q.Statement, "nosuch"))))];
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Fill(LakeSqlConnection lake)
    {
        string[] statements =
        [
            "CREATE USER reader", "GRANT USE CATALOG ON CATALOG main TO reader",
            "GRANT USE SCHEMA ON SCHEMA default TO reader", "CREATE SCHEMA vault", "CREATE TABLE vault.t (i INT)",
            .. Enumerable.Range(0, FilesPerTable).Select(i => $"INSERT INTO vault.t VALUES ({i})"),
            "CREATE CATALOG vault_c", "CREATE TABLE vault_c.default.t AS SELECT * FROM vault.t", "USE SCHEMA vault",
            "CREATE VIEW v AS SELECT * FROM t",
            "CREATE FUNCTION f(i INT) RETURNS INT RETURN (SELECT max(t.i) FROM t) + i",
            "CREATE VOLUME files", "COPY (SELECT 1 AS a) TO '/Volumes/main/vault/files/a.csv'",
            "TRAIN MODEL m OPTIONS (task = 'regression', epochs = 1) TARGET j AS "
                + "SELECT CAST(i AS DOUBLE) AS i, CAST(i * 2 AS DOUBLE) AS j FROM t",
            "USE SCHEMA default",
        ];
        Array.ForEach(statements, s => BenchmarkLake.ReadAll(lake, s));
    }

    /// <exception cref="InvalidOperationException">The statement was not refused.</exception>
    private static void Refused(LakeSqlConnection lake, string statement)
    {
        try
        {
            BenchmarkLake.ReadAll(lake, statement);
        }
        catch (LakeSqlException)
        {
            return;
        }

        throw new InvalidOperationException($"not refused: {statement}");
    }
}
