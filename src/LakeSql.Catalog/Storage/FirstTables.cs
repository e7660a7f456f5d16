using FluentMigrator;

namespace LakeSql.Catalog.Storage;

/// <summary>The metastore's tables as of version 1.</summary>
[Migration(1)]
public sealed class FirstTables : Migration
{
    /// <inheritdoc/>
    public override void Up()
    {
        const StringSplitOptions Clean = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var statement in Statements.Split(';', Clean))
        {
            Execute.Sql(statement);
        }
    }

    /// <inheritdoc/>
    public override void Down() => throw new NotSupportedException("A metastore is never taken back a version.");

    private const string Statements = """
        CREATE TABLE securables (
            id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, namespace TEXT NOT NULL,
            parent_id TEXT REFERENCES securables (id) ON DELETE CASCADE,
            name TEXT NOT NULL, folded TEXT NOT NULL, owner TEXT NOT NULL, comment TEXT,
            created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, properties TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX securables_by_name ON securables (parent_id, folded, namespace);
        CREATE UNIQUE INDEX securables_root ON securables (kind) WHERE parent_id IS NULL;
        CREATE INDEX securables_by_owner ON securables (owner);

        CREATE TABLE principals (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL, password_hash TEXT, created_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE members (
            group_id INTEGER NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
            member_id INTEGER NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
            PRIMARY KEY (member_id, group_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX members_by_group ON members (group_id);

        CREATE TABLE grants (
            securable_id TEXT NOT NULL REFERENCES securables (id) ON DELETE CASCADE,
            principal_id INTEGER NOT NULL REFERENCES principals (id) ON DELETE CASCADE,
            privilege TEXT NOT NULL, grantor TEXT NOT NULL, granted_at INTEGER NOT NULL,
            PRIMARY KEY (securable_id, principal_id, privilege)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX grants_by_principal ON grants (principal_id);

        CREATE TABLE model_versions (
            model_id TEXT NOT NULL REFERENCES securables (id) ON DELETE CASCADE, version INTEGER NOT NULL,
            run_id TEXT, artifact_path TEXT NOT NULL, digest TEXT NOT NULL, description TEXT NOT NULL,
            source_lineage TEXT, created_at INTEGER NOT NULL,
            PRIMARY KEY (model_id, version)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE runs (
            run_id TEXT NOT NULL PRIMARY KEY, experiment TEXT NOT NULL, model TEXT, model_version INTEGER,
            user_name TEXT NOT NULL, start_time INTEGER NOT NULL, end_time INTEGER, status TEXT NOT NULL,
            params TEXT NOT NULL, metrics TEXT NOT NULL, data_versions TEXT, query_id TEXT
        ) STRICT;
        CREATE TABLE run_metrics (
            id INTEGER PRIMARY KEY, run_id TEXT NOT NULL, metric_name TEXT NOT NULL, step INTEGER NOT NULL,
            value REAL, metric_time INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX run_metrics_by_run ON run_metrics (run_id);

        CREATE TABLE query_history (
            id INTEGER PRIMARY KEY, query_id TEXT NOT NULL UNIQUE, session_id TEXT NOT NULL,
            user_name TEXT NOT NULL, acting_as TEXT, statement_text TEXT NOT NULL, statement_type TEXT NOT NULL,
            start_time INTEGER NOT NULL, duration_us INTEGER NOT NULL, status TEXT NOT NULL,
            error_code TEXT, error_message TEXT, rows_produced INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, query_id TEXT NOT NULL, action_name TEXT NOT NULL,
            securable TEXT NOT NULL, privilege TEXT, allowed INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE table_lineage (
            id INTEGER PRIMARY KEY, query_id TEXT NOT NULL, source_name TEXT NOT NULL, source_type TEXT NOT NULL,
            source_version INTEGER, target_name TEXT, target_type TEXT, target_version INTEGER
        ) STRICT;
        CREATE TABLE column_lineage (
            id INTEGER PRIMARY KEY, query_id TEXT NOT NULL, source_table TEXT NOT NULL,
            source_column TEXT NOT NULL, source_version INTEGER, target_table TEXT, target_column TEXT,
            kind TEXT NOT NULL
        ) STRICT
        """;
}
