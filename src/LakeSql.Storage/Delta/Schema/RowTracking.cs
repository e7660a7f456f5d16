using LakeSql.Common.Types;

namespace LakeSql.Storage.Delta.Schema;

/// <summary>What a hidden column tells of rows.</summary>
public enum RowTrace
{
    /// <summary>The column is one of the table.</summary>
    None,

    /// <summary>The number by which the row is known for as long as there is a row.</summary>
    Id,

    /// <summary>The version in which the row came or was last changed.</summary>
    Version,
}

/// <summary>The columns by which rows that are moved to other files keep what they are known by.</summary>
/// <remarks>
/// Source: the Delta protocol, "Row Tracking": they stand in data files and not in the schema; the table's properties
/// name them. A row for which they say nothing has its number and version from its file.
/// </remarks>
internal static class RowTracking
{
    private const string IdProperty = "delta.rowTracking.materializedRowIdColumnName";
    private const string VersionProperty = "delta.rowTracking.materializedRowCommitVersionColumnName";

    /// <summary>The metadata with names for the columns; a table keeps the names that it has.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="before">The table's metadata so far; null for a new table.</param>
    public static TableMetadata Named(TableMetadata metadata, TableMetadata? before)
    {
        if (!metadata.IsOn(TableMetadata.RowTrackingProperty))
        {
            return metadata;
        }

        string NameOf(string property, string prefix) =>
            before?.Properties.GetValueOrDefault(property) ?? $"{prefix}{Guid.NewGuid()}";
        return metadata with
        {
            Properties = new Dictionary<string, string>(metadata.Properties)
            {
                [IdProperty] = NameOf(IdProperty, "_row-id-col-"),
                [VersionProperty] = NameOf(VersionProperty, "_row-commit-version-col-"),
            },
        };
    }

    /// <summary>True when rows keep their numbers, and both columns have names.</summary>
    public static bool IsOn(TableMetadata metadata) => metadata.IsOn(TableMetadata.RowTrackingProperty)
        && metadata.Properties.ContainsKey(IdProperty) && metadata.Properties.ContainsKey(VersionProperty);

    /// <summary>True when the file of a traced table has hidden columns: others hold rows that never moved.</summary>
    /// <remarks>Who writes them writes all columns under their physical names.</remarks>
    internal static bool IsKeptIn(DataFile file, Snapshot table) =>
        FileColumns.Of(table.PathOf(file)).Names.Overlaps(
            table.Metadata.Schema.Fields.Where(f => f.Trace != RowTrace.None).Select(f => f.Name));

    /// <summary>The metadata with the hidden columns behind the others.</summary>
    public static TableMetadata Traced(TableMetadata metadata)
    {
        TableField Of(string property, RowTrace trace) =>
            TableField.Of(new ColumnDefinition(metadata.Properties[property], PrimitiveType.BigInt)) with
            {
                Trace = trace,
            };
        return metadata with
        {
            Schema = TableSchema.Of(metadata.Schema.Fields.Concat(
                [Of(IdProperty, RowTrace.Id), Of(VersionProperty, RowTrace.Version)])),
        };
    }
}
