using FluentMigrator;

namespace LakeSql.Catalog.Storage;

/// <summary>From version 5 on: the account that gave an object its name; not known of those from before.</summary>
[Migration(5)]
public sealed class NamedByColumn : Migration
{
    /// <inheritdoc/>
    public override void Up() => Execute.Sql("ALTER TABLE securables ADD COLUMN named_by INTEGER");

    /// <inheritdoc/>
    public override void Down() => throw new NotSupportedException("A metastore is never taken back a version.");
}
