using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Storage.Delta.Log;

/// <summary>Which tables LakeSql may read and write.</summary>
internal static class ProtocolRules
{
    /// <summary>From here on a protocol lists what its readers must know.</summary>
    private const int ListingReader = 3;

    /// <summary>From here on a protocol lists what its writers must know.</summary>
    private const int ListingWriter = 7;

    /// <summary>LSQ4003 when a feature of the table would be misread.</summary>
    public static void CheckReadable(Protocol protocol, string table)
    {
        if (protocol.MinReaderVersion is < 1 or > ListingReader)
        {
            throw Unsupported(table, $"reader version {protocol.MinReaderVersion}");
        }

        if (protocol.MinReaderVersion == ListingReader
            && protocol.ReaderFeatures.FirstOrDefault(f => TableFeature.Find(f) is null) is { } unknown)
        {
            throw Unsupported(table, $"the feature {unknown}");
        }
    }

    /// <summary>LSQ4003 when the rows are not in Parquet files, which the protocol foresaw and nobody did.</summary>
    public static void CheckFormat(JsonObject metadata, string table)
    {
        if (metadata.Member("format")?.Text("provider") is { } provider
            && !string.Equals(provider, "parquet", StringComparison.OrdinalIgnoreCase))
        {
            throw Unsupported(table, $"the file format {provider}");
        }
    }

    /// <summary>LSQ4003 when writing would break a promise that the table makes to other readers and writers.</summary>
    public static void CheckWritable(Snapshot snapshot)
    {
        var protocol = snapshot.Protocol;
        if (protocol.MinWriterVersion is < 1 or > ListingWriter)
        {
            throw Unsupported(snapshot.Directory, $"writer version {protocol.MinWriterVersion}");
        }

        var unknown = TableFeature.All.FirstOrDefault(
                f => f.IsImpliedBy(protocol) && !f.CanWrite(snapshot.Metadata))?.Name
            ?? protocol.WriterFeatures.FirstOrDefault(f => TableFeature.Find(f)?.CanWrite(snapshot.Metadata) != true);
        if (unknown is not null)
        {
            throw Unsupported(snapshot.Directory, $"the feature {unknown}");
        }
    }

    /// <summary>LSQ4003 when a property asks for a feature that LakeSql does not write.</summary>
    public static void CheckProperties(TableMetadata metadata, string table)
    {
        if (FeatureProperties.Asked(metadata).FirstOrDefault(f => !f.CanWrite(metadata)) is { } feature)
        {
            throw Unsupported(table, $"the feature {feature.Name}");
        }
    }

    /// <summary>LSQ2022 when the table is partitioned and was clustered once, which the protocol excludes.</summary>
    public static void CheckLayout(TableMetadata metadata, Protocol protocol)
    {
        if (metadata.PartitionColumns.Count > 0 && Has(protocol, "clustering"))
        {
            throw ErrorCode.InvalidUse.Error("the table was clustered once, so it cannot be partitioned");
        }
    }

    /// <summary>
    /// The protocol that a table with this metadata needs: the one it has, raised no further than that.
    /// </summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="current">The protocol that the table has; null for a new one.</param>
    /// <param name="files">The protocol of the table from which its files come; null when that is itself.</param>
    /// <param name="domains">The metadata domains that are set.</param>
    public static Protocol For(
        TableMetadata metadata, Protocol? current, Protocol? files, IEnumerable<string> domains)
    {
        var protocol = current ?? new Protocol(1, 2, [], []);
        var asked = FeatureProperties.Asked(metadata);
        var missing = TableFeature.All.Where(f => !Has(protocol, f)
            && (f.IsNeeded(metadata) || asked.Contains(f) || domains.Any(f.IsNeededBy)
                || (files is not null && f.IsReaders && !IsOfLog(f) && Has(files, f)))).ToList();
        if (missing.Count == 0)
        {
            return protocol;
        }

        // Once features are listed, those that the old version implied must be listed as well.
        var features = TableFeature.All.Where(f => f.IsImpliedBy(protocol)).Concat(missing).ToList();
        var readers = protocol.ReaderFeatures.Union(features.Where(f => f.IsReaders).Select(f => f.Name)).ToSequence();
        return new Protocol(
            readers.Count > 0 ? ListingReader : protocol.MinReaderVersion, ListingWriter, readers,
            protocol.WriterFeatures.Union(features.Select(f => f.Name)).ToSequence());
    }

    /// <summary>True for the feature under the names that it has had.</summary>
    public static bool IsTypeWidening(string feature) => feature is "typeWidening" or "typeWidening-preview";

    /// <summary>True when the protocol has the feature of that name, listed or implied.</summary>
    public static bool Has(Protocol protocol, string feature) => Has(protocol, TableFeature.Find(feature)!);

    /// <summary>True for what says nothing of data files.</summary>
    private static bool IsOfLog(TableFeature feature) => feature.Name is "v2Checkpoint" or "vacuumProtocolCheck";

    private static bool Has(Protocol protocol, TableFeature feature) =>
        feature.IsImpliedBy(protocol) || protocol.WriterFeatures.Contains(feature.Name);

    private static LakeSqlException Unsupported(string table, string what) =>
        ErrorCode.UnsupportedTableFeature.Error($"the table uses {what}, which LakeSql does not know: {table}");
}
