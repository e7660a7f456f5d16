using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LakeSql.Common.Names;
using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Storage.Delta;

/// <summary>One Parquet file that holds rows of a table.</summary>
/// <param name="Path">Decoded; relative to the table's directory, or absolute.</param>
/// <param name="PartitionValues">The values of the partition columns as text; null is NULL.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ModificationTime">When it was written.</param>
/// <param name="Statistics">The JSON of <c>add.stats</c>; null when the writer gave none.</param>
/// <param name="DeletionVector">Which of its rows are deleted; null when none are.</param>
public sealed record DataFile(
    string Path, IReadOnlyDictionary<string, string?> PartitionValues, long Size, DateTimeOffset ModificationTime,
    string? Statistics, DeletionVectorDescriptor? DeletionVector = null)
{
    private const string WriterTag = "lakesql.writer";
    private const string OrderIdTag = "ZCUBE_ID";
    private const string OrderColumnsTag = "ZCUBE_ZORDER_BY";

    /// <summary>The JSON of <c>add.stats</c>; null when the writer gave none.</summary>
    public string? Statistics
    {
        get => StatisticsUtf8 is null ? null : Encoding.UTF8.GetString(StatisticsUtf8);
        init => StatisticsUtf8 = value is null ? null : Encoding.UTF8.GetBytes(value);
    }

    /// <summary>As bytes, which for most tables take half the memory of the text.</summary>
    internal byte[]? StatisticsUtf8 { get; init; } = Statistics is null ? null : Encoding.UTF8.GetBytes(Statistics);

    /// <summary>The file's value of a partition column, as text; null is NULL.</summary>
    public string? PartitionValueOf(TableField column, ColumnMapping mapping) =>
        PartitionValueOf(column.PhysicalName(mapping));

    /// <summary>The same, of the column with that physical name.</summary>
    internal string? PartitionValueOf(string name) => PartitionValues.TryGetValue(name, out var value)
            ? value : PartitionValues.FirstOrDefault(p => Identifier.Same(p.Key, name)).Value;

    /// <summary>
    /// The path as its log spells it. Other readers compare these spellings, so a removal must repeat the exact one.
    /// </summary>
    internal string? LogPath { get; init; }

    /// <summary>What a writer noted of the file; kept, so that a checkpoint loses nothing.</summary>
    internal JsonObject? Tags { get; init; }

    /// <summary>The number of its first row among all that the table has had; null where rows have none.</summary>
    public long? BaseRowId { get; init; }

    /// <summary>The version in which its rows came; null where rows are not tracked.</summary>
    public long? RowCommitVersion { get; init; }

    /// <summary>What has put rows with like values into the file; null when nothing has.</summary>
    internal string? ClusteringProvider { get; init; }

    /// <summary>True when LakeSql wrote the file or its statistics, so that these can be relied on.</summary>
    public bool IsOurs => Tags?[WriterTag] is not null;

    /// <summary>The file, marked as one that LakeSql has written, or the statistics of.</summary>
    public DataFile AsOurs() => Tagged((WriterTag, "LakeSql"));

    /// <summary>The file, marked as part of an order by these columns that was made at once.</summary>
    /// <remarks>The tags are those of Databricks.</remarks>
    public DataFile AsOrdered(IEnumerable<string> columns, string orderId) =>
        Tagged((OrderIdTag, orderId), (OrderColumnsTag, JsonSerializer.Serialize(columns)));

    /// <summary>The same, marked as part of a clustered table as well.</summary>
    /// <param name="physicalNames">The columns by which the table is clustered.</param>
    /// <param name="orderId">The order's.</param>
    public DataFile AsClustered(IEnumerable<string> physicalNames, string orderId) =>
        AsOrdered(physicalNames, orderId) with { ClusteringProvider = Clustering.Provider };

    /// <summary>True when the file is part of an order by just these columns.</summary>
    public bool IsOrderedBy(IEnumerable<string> columns) =>
        Tags?.Text(OrderColumnsTag) == JsonSerializer.Serialize(columns);

    /// <summary>Which order the file is part of; null when it is in none.</summary>
    public string? OrderId => Tags?.Text(OrderIdTag);

    private DataFile Tagged(params ReadOnlySpan<(string Name, string Value)> added)
    {
        var tags = Tags?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in added)
        {
            tags[name] = value;
        }

        return this with { Tags = tags };
    }

    /// <summary>What tells this file from all others of the table: one path may occur with different vectors.</summary>
    public string Key => DeletionVector is null ? Path : Path + "\0" + DeletionVector.UniqueId;
}

/// <summary>Where the deleted rows of a file are listed.</summary>
/// <param name="StorageType"><c>u</c>: a file named by a UUID, <c>p</c>: a file at a path, <c>i</c>: inline.</param>
/// <param name="PathOrInlineDv">The encoded UUID, the path, or the vector itself in Base85.</param>
/// <param name="Offset">Where the vector starts in its file.</param>
/// <param name="SizeInBytes">The vector's length.</param>
/// <param name="Cardinality">How many rows it deletes.</param>
public sealed record DeletionVectorDescriptor(
    string StorageType, string PathOrInlineDv, int? Offset, int SizeInBytes, long Cardinality)
{
    /// <summary>The identity that the protocol gives to a vector.</summary>
    public string UniqueId => Offset is null
        ? StorageType + PathOrInlineDv
        : $"{StorageType}{PathOrInlineDv}@{Offset.Value}";
}
