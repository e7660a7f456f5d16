using System.Data;
using FluentMigrator;

namespace LakeSql.Catalog.Storage;

/// <summary>
/// From version 3 on: the chained tables of records, in which an audit row says itself who did what and when, and the
/// records of both tables have one numbering; disabled users, failed logins and limits.
/// </summary>
/// <remarks>What was recorded before is chained as it is found.</remarks>
[Migration(3)]
public sealed class GovernanceTables : Migration
{
    /// <inheritdoc/>
    public override void Up()
    {
        Execute.Sql("ALTER TABLE audit RENAME TO audit_2");
        Execute.Sql("ALTER TABLE query_history RENAME TO query_history_2");
        Execute.Sql("""
            CREATE TABLE audit (
                id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, event_time INTEGER NOT NULL, user_name TEXT NOT NULL,
                acting_as TEXT, session_id TEXT NOT NULL, query_id TEXT NOT NULL, action_name TEXT NOT NULL,
                securable TEXT NOT NULL, privilege TEXT, allowed INTEGER NOT NULL, digest TEXT NOT NULL
            ) STRICT
            """);
        Execute.Sql("""
            CREATE TABLE query_history (
                id INTEGER PRIMARY KEY, query_id TEXT NOT NULL UNIQUE, session_id TEXT NOT NULL,
                user_name TEXT NOT NULL, acting_as TEXT, statement_text TEXT NOT NULL, statement_type TEXT NOT NULL,
                start_time INTEGER NOT NULL, duration_us INTEGER NOT NULL, status TEXT NOT NULL,
                error_code TEXT, error_message TEXT, rows_produced INTEGER NOT NULL, digest TEXT NOT NULL
            ) STRICT
            """);
        Execute.Sql("""
            CREATE TABLE audit_head (
                id INTEGER PRIMARY KEY CHECK (id = 1), record_count INTEGER NOT NULL, digest TEXT NOT NULL
            ) STRICT
            """);
        Execute.WithConnection(Chain);
        Execute.Sql("DROP TABLE audit_2");
        Execute.Sql("DROP TABLE query_history_2");
        Execute.Sql("ALTER TABLE principals ADD COLUMN is_disabled INTEGER NOT NULL DEFAULT 0");
        Execute.Sql("""
            CREATE TABLE failed_logins (
                name TEXT NOT NULL PRIMARY KEY, failure_count INTEGER NOT NULL, last_at INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID
            """);
        Execute.Sql("""
            CREATE TABLE limits (
                principal_id INTEGER NOT NULL REFERENCES principals (id) ON DELETE CASCADE, name TEXT NOT NULL,
                value INTEGER NOT NULL, PRIMARY KEY (principal_id, name)
            ) STRICT, WITHOUT ROWID
            """);
    }

    /// <inheritdoc/>
    public override void Down() => throw new NotSupportedException("A metastore is never taken back a version.");

    /// <summary>Statement by statement: first what it asked for, then the statement, as new records are.</summary>
    private static void Chain(IDbConnection connection, IDbTransaction transaction)
    {
        var (count, digest) = (0L, ChainedTable.NoDigest);
        using var rows = Command(
            """
            SELECT q.id AS statement, a.id AS entry, 1 AS is_audit, a.event_id, q.start_time, q.user_name, q.acting_as,
                q.session_id, a.query_id, a.action_name, a.securable, a.privilege, a.allowed, NULL, NULL
            FROM audit_2 a JOIN query_history_2 q ON q.query_id = a.query_id
            UNION ALL
            SELECT id, NULL, 0, query_id, session_id, user_name, acting_as, statement_text, statement_type, start_time,
                duration_us, status, error_code, error_message, rows_produced
            FROM query_history_2 ORDER BY statement, is_audit DESC, entry
            """).ExecuteReader();
        while (rows.Read())
        {
            var table = rows.GetInt64(2) == 1 ? ChainedTable.Audit : ChainedTable.History;
            var cells = Enumerable.Range(3, table.Columns.Length)
                .Select(i => rows.IsDBNull(i) ? null : rows.GetValue(i)).ToArray();
            digest = table.Digest(digest, ++count, cells);
            Command(table.Insert, [count, .. cells, digest]).ExecuteNonQuery();
        }

        Command("INSERT INTO audit_head (id, record_count, digest) VALUES (1, $1, $2)", count, digest)
            .ExecuteNonQuery();

        IDbCommand Command(string sql, params ReadOnlySpan<object?> values)
        {
            var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"${i + 1}", values[i] ?? DBNull.Value);
                command.Parameters.Add(parameter);
            }

            return command;
        }
    }
}
