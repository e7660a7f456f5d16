using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Storage.Delta;

/// <summary>What a table is apart from its rows: the <c>metaData</c> action of its log.</summary>
/// <param name="Id">The table's identity, a UUID that never changes.</param>
/// <param name="Schema">Its columns in order, with all that the log says of them.</param>
/// <param name="PartitionColumns">The columns whose values stand in the log instead of in the data files.</param>
/// <param name="Properties">The table properties.</param>
/// <param name="Description">What a person said of the table.</param>
public sealed record TableMetadata(
    string Id, TableSchema Schema, Sequence<string> PartitionColumns,
    IReadOnlyDictionary<string, string> Properties, string? Description)
{
    /// <summary>Says whether deleted rows may be listed instead of being left out of files written anew.</summary>
    public const string DeletionVectorsProperty = "delta.enableDeletionVectors";

    /// <summary>The columns as SQL sees them.</summary>
    public Sequence<ColumnDefinition> Columns => Schema.Columns;

    /// <summary>The name that the log carries; the catalog's name is the one that counts.</summary>
    public string? Name { get; init; }

    /// <summary>When the table was made; the moment of writing when absent.</summary>
    public DateTimeOffset? CreatedTime { get; init; }

    /// <summary>True when the property is there and says <c>true</c>.</summary>
    public bool IsOn(string property) =>
        Properties.TryGetValue(property, out var value)
        && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
