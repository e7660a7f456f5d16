using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Storage.Delta.Pruning;

/// <summary>What the log knows of the values of one file.</summary>
internal sealed class FileFacts(Snapshot snapshot, DataFile file)
{
    private readonly FileStatistics? statistics = FileStatistics.Of(file);

    public bool MayHaveNull(string column) => Find(column) is not { } field
        || (IsPartition(field) ? Partition(field) is null : StatisticsOf(field)?.NullCount != 0);

    public bool MayHaveValue(string column) => Find(column) is not { } field
        || (IsPartition(field) ? Partition(field) is not null
            : statistics is null || !(StatisticsOf(field)?.NullCount >= statistics.RowCount));

    /// <summary>A value that none of the column's is below; null when there is none to know.</summary>
    public ColumnValue? Minimum(string column) => Find(column) is not { } field ? null
        : IsPartition(field) ? PartitionValue(field)
        : ColumnValue.Of(StatisticsOf(field)?.Minimum, field.DataType, isUpper: false);

    /// <summary>
    /// A value that none of the column's is above; null when there is none to know. NaN is above all numbers, and
    /// other engines leave it out of a maximum.
    /// </summary>
    public ColumnValue? Maximum(string column) => Find(column) is not { } field ? null
        : IsPartition(field) ? PartitionValue(field)
        : IsFloat(field) && !file.IsOurs ? null
        : ColumnValue.Of(StatisticsOf(field)?.Maximum, field.DataType, isUpper: true);

    /// <summary>True when the bounds are values of the column, and not only around them.</summary>
    public bool IsExact(string column) => Find(column) is { } field && IsPartition(field);

    private static bool IsFloat(TableField field) =>
        field.DataType == PrimitiveType.Float || field.DataType == PrimitiveType.Double;

    private TableField? Find(string column) =>
        snapshot.Metadata.Schema.Fields.FirstOrDefault(f => Identifier.Same(f.Name, column));

    private bool IsPartition(TableField field) =>
        snapshot.Metadata.PartitionColumns.Contains(field.Name, Identifier.Comparer);

    private string? Partition(TableField field) => file.PartitionValueOf(field, snapshot.Mapping);

    private ColumnValue? PartitionValue(TableField field) =>
        Partition(field) is { } text ? ColumnValue.Of(text, field.DataType) : null;

    private ColumnStatistics? StatisticsOf(TableField field) =>
        statistics?.Columns.GetValueOrDefault(field.PhysicalName(snapshot.Mapping));
}
