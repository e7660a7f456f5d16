using FluentMigrator;

namespace LakeSql.Catalog.Storage;

/// <summary>From version 4 on: how often a user was disabled, by which a session knows that it has ended.</summary>
[Migration(4)]
public sealed class DisabledCounts : Migration
{
    /// <inheritdoc/>
    public override void Up() =>
        Execute.Sql("ALTER TABLE principals ADD COLUMN disabled_count INTEGER NOT NULL DEFAULT 0");

    /// <inheritdoc/>
    public override void Down() => throw new NotSupportedException("A metastore is never taken back a version.");
}
