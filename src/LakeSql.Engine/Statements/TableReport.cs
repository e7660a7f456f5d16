using System.Text.Json;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Storage.Delta;

namespace LakeSql.Engine.Statements;

/// <summary>What DESCRIBE and SHOW tell of a Delta table from its log.</summary>
internal static class TableReport
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The versions, the newest first.</summary>
    /// <param name="table">The table.</param>
    /// <param name="limit">How many; null for all.</param>
    /// <param name="told">What is told of how a version was asked for.</param>
    public static OperatorResult History(
        DeltaTable table, int? limit, Func<HistoryEntry, IReadOnlyDictionary<string, string>> told) =>
        OperatorResult.Table(
        [
            ("version", PrimitiveType.BigInt),
            ("timestamp", PrimitiveType.Timestamp),
            ("userName", PrimitiveType.String),
            ("operation", PrimitiveType.String),
            ("operationParameters", PrimitiveType.String),
            ("readVersion", PrimitiveType.BigInt),
            ("operationMetrics", PrimitiveType.String),
            ("queryId", PrimitiveType.String),
        ],
        table.History().Take(limit ?? int.MaxValue).Select(h => new object?[]
        {
            h.Version, h.Timestamp, h.UserName, h.Operation, Json(told(h)),
            h.ReadVersion, Json(h.OperationMetrics), h.LakeSql.GetValueOrDefault("queryId"),
        }));

    /// <summary>The columns are those of other engines; what is a list or a map there is JSON.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">Its full name; null where it has none.</param>
    /// <param name="comment">What is said of it.</param>
    /// <param name="location">Where it lies; null for the lake's own directories, which are nobody's business.</param>
    public static OperatorResult Detail(DeltaTable table, string? name, string? comment, string? location)
    {
        var snapshot = table.Latest();
        var (metadata, protocol) = (snapshot.Metadata, snapshot.Protocol);
        return OperatorResult.Table(
            [
                ("format", PrimitiveType.String),
                ("id", PrimitiveType.String),
                ("name", PrimitiveType.String),
                ("description", PrimitiveType.String),
                ("location", PrimitiveType.String),
                ("createdAt", PrimitiveType.Timestamp),
                ("lastModified", PrimitiveType.Timestamp),
                ("partitionColumns", PrimitiveType.String),
                ("clusteringColumns", PrimitiveType.String),
                ("numFiles", PrimitiveType.BigInt),
                ("sizeInBytes", PrimitiveType.BigInt),
                ("properties", PrimitiveType.String),
                ("minReaderVersion", PrimitiveType.Int),
                ("minWriterVersion", PrimitiveType.Int),
                ("tableFeatures", PrimitiveType.String),
            ],
            [
                [
                    "delta", metadata.Id, name, comment, location, metadata.CreatedTime, snapshot.Timestamp,
                    Json(metadata.PartitionColumns.AsEnumerable()), Json(Clustering(snapshot)),
                    (long)snapshot.Files.Count, snapshot.Files.Sum(f => f.Size), Json(Sorted(metadata)),
                    protocol.MinReaderVersion, protocol.MinWriterVersion,
                    Json(protocol.ReaderFeatures.Union(protocol.WriterFeatures).Order(StringComparer.Ordinal)),
                ],
            ]);
    }

    /// <summary>All properties, or the one of that name.</summary>
    public static OperatorResult Properties(DeltaTable table, string fullName, string? property)
    {
        var properties = Sorted(table.Latest().Metadata);
        if (property is null)
        {
            return OperatorResult.Strings(["key", "value"], properties.Select(p => new[] { p.Key, p.Value }));
        }

        return OperatorResult.Strings(
            ["key", "value"],
            [[
                property, properties.TryGetValue(property, out var value) ? value
                    : $"Table {fullName} does not have property: {property}",
            ]]);
    }

    /// <summary>The values of the partition columns, as the log has them.</summary>
    public static OperatorResult Partitions(Snapshot snapshot)
    {
        var columns = snapshot.Metadata.PartitionColumns.Select(
            p => snapshot.Metadata.Schema.Fields.First(f => Identifier.Same(f.Name, p))).ToArray();
        return OperatorResult.Strings(
            [.. columns.Select(c => c.Name)],
            snapshot.Files.Select(f => columns.Select(c => f.PartitionValueOf(c, snapshot.Mapping)).ToSequence())
                .Distinct().OrderBy(v => string.Join('\0', v), StringComparer.Ordinal).Select(v => v.ToArray()));
    }

    /// <summary>The columns by which the table is clustered.</summary>
    public static IEnumerable<string> Clustering(Snapshot snapshot) =>
        Storage.Delta.Clustering.ColumnsOf(snapshot).Select(p => string.Join('.', p));

    private static SortedDictionary<string, string> Sorted(TableMetadata metadata) =>
        new(metadata.Properties.ToDictionary(), StringComparer.Ordinal);

    private static string Json<T>(T values) => JsonSerializer.Serialize(values, Readable);
}
