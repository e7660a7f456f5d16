using LakeSql.Common.Types;

namespace LakeSql.Storage.Delta.Pruning;

/// <summary>What the log knows of the values of one file.</summary>
internal sealed class FileFacts(DataFile file)
{
    private readonly FileStatistics? statistics = FileStatistics.Of(file);

    public bool MayHaveNull(PrunedColumn column) =>
        column.IsPartition ? Partition(column) is null : StatisticsOf(column)?.NullCount != 0;

    public bool MayHaveValue(PrunedColumn column) => column.IsPartition ? Partition(column) is not null
        : statistics is null || !(StatisticsOf(column)?.NullCount >= statistics.RowCount);

    /// <summary>A value that none of the column's is below; null when there is none to know.</summary>
    public ColumnValue? Minimum(PrunedColumn column) => column.IsPartition ? PartitionValue(column)
        : ColumnValue.Of(StatisticsOf(column)?.Minimum, column.Type, isUpper: false);

    /// <summary>
    /// A value that none of the column's is above; null when there is none to know. NaN is above all numbers, and
    /// other engines leave it out of a maximum.
    /// </summary>
    public ColumnValue? Maximum(PrunedColumn column) => column.IsPartition ? PartitionValue(column)
        : column.IsFloat && !file.IsOurs ? null
        : ColumnValue.Of(StatisticsOf(column)?.Maximum, column.Type, isUpper: true);

    private string? Partition(PrunedColumn column) => file.PartitionValueOf(column.PhysicalName);

    private ColumnValue? PartitionValue(PrunedColumn column) =>
        Partition(column) is { } text ? ColumnValue.Of(text, column.Type) : null;

    private ColumnStatistics? StatisticsOf(PrunedColumn column) =>
        statistics?.Columns.GetValueOrDefault(column.PhysicalName);
}
