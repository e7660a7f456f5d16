using FluentMigrator;

namespace LakeSql.Catalog.Storage;

/// <summary>The metastore's tables of transactions, from version 2 on.</summary>
[Migration(2)]
public sealed class TransactionTables : Migration
{
    /// <inheritdoc/>
    public override void Up()
    {
        Execute.Sql("""
            CREATE TABLE transactions (
                id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL, made_at INTEGER NOT NULL
            ) STRICT
            """);
        Execute.Sql("""
            CREATE TABLE transaction_commits (
                transaction_id INTEGER NOT NULL REFERENCES transactions (id) ON DELETE CASCADE,
                location TEXT NOT NULL, version INTEGER NOT NULL, content BLOB,
                PRIMARY KEY (location, version, transaction_id)
            ) STRICT, WITHOUT ROWID
            """);
        Execute.Sql("CREATE INDEX transaction_commits_by_id ON transaction_commits (transaction_id)");
        Execute.Sql("""
            CREATE TABLE transaction_lineage (
                transaction_id INTEGER NOT NULL REFERENCES transactions (id) ON DELETE CASCADE,
                query_id TEXT NOT NULL, table_name TEXT NOT NULL, version INTEGER NOT NULL, is_target INTEGER NOT NULL
            ) STRICT
            """);
    }

    /// <inheritdoc/>
    public override void Down() => throw new NotSupportedException("A metastore is never taken back a version.");
}
