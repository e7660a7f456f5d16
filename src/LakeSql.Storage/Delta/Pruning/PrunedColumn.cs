using LakeSql.Common.Names;
using LakeSql.Common.Types;

namespace LakeSql.Storage.Delta.Pruning;

/// <summary>A column that a condition names, looked up once for all files of a table.</summary>
/// <param name="PhysicalName">What statistics and partition values call it.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsPartition">True when the log has its value for each file, and not only bounds.</param>
public sealed record PrunedColumn(string PhysicalName, DataType Type, bool IsPartition)
{
    /// <summary>True when a value may be NaN.</summary>
    internal bool IsFloat => Type == PrimitiveType.Float || Type == PrimitiveType.Double;

    /// <summary>The column of that name; null when the table has none.</summary>
    public static PrunedColumn? Of(Snapshot table, string name) =>
        table.Metadata.Schema.Fields.FirstOrDefault(f => Identifier.Same(f.Name, name)) is { } field
            ? new PrunedColumn(
                field.PhysicalName(table.Mapping), field.DataType,
                table.Metadata.PartitionColumns.Contains(field.Name, Identifier.Comparer))
            : null;
}
