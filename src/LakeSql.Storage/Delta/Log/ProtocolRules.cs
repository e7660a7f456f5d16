using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Storage.Delta.Log;

/// <summary>Which tables LakeSql may read and write.</summary>
internal static class ProtocolRules
{
    private const string TimestampNtz = "timestampNtz";
    private const string AppendOnly = "appendOnly";
    private const string Invariants = "invariants";
    private const string ColumnMappingMode = "delta.columnMapping.mode";

    private static readonly HashSet<string> ReadableFeatures =
        new(StringComparer.Ordinal)
        {
            TimestampNtz, "columnMapping", "deletionVectors", "typeWidening", "typeWidening-preview", "v2Checkpoint",
            "vacuumProtocolCheck", "variantType", "variantType-preview", "variantShredding",
            "variantShredding-preview",
        };

    private static readonly HashSet<string> WritableFeatures =
        new(StringComparer.Ordinal) { TimestampNtz, AppendOnly, Invariants };

    /// <summary>Properties that switch on a feature which LakeSql does not write.</summary>
    private static readonly string[] RefusedSwitches =
    [
        "delta.enableChangeDataFeed", "delta.enableDeletionVectors", "delta.enableRowTracking",
        "delta.enableInCommitTimestamps", "delta.enableTypeWidening",
    ];

    /// <summary>LSQ4003 when a feature of the table would be misread.</summary>
    public static void CheckReadable(Protocol protocol, string table)
    {
        if (protocol.MinReaderVersion is < 1 or > 3)
        {
            throw Unsupported(table, $"reader version {protocol.MinReaderVersion}");
        }

        var unknown = protocol.MinReaderVersion == 3
            ? protocol.ReaderFeatures.FirstOrDefault(f => !ReadableFeatures.Contains(f)) : null;
        if (unknown is not null)
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
        var known = protocol.MinWriterVersion <= 2 || protocol.MinWriterVersion == 7;
        if (!known)
        {
            throw Unsupported(snapshot.Directory, $"writer version {protocol.MinWriterVersion}");
        }

        var unknown = protocol.MinWriterVersion == 7
            ? protocol.WriterFeatures.FirstOrDefault(f => !WritableFeatures.Contains(f)) : null;
        if (unknown is not null)
        {
            throw Unsupported(snapshot.Directory, $"the feature {unknown}");
        }

        var schema = snapshot.State.Metadata?.Text("schemaString") ?? "";
        if (schema.Contains("\"delta.invariants\"", StringComparison.Ordinal))
        {
            throw Unsupported(snapshot.Directory, $"the feature {Invariants}");
        }
    }

    /// <summary>LSQ4003 when a property asks for a feature that LakeSql does not write.</summary>
    public static void CheckProperties(TableMetadata metadata, string table)
    {
        var refused = RefusedSwitches.FirstOrDefault(metadata.IsOn)
            ?? metadata.Properties.Keys.FirstOrDefault(
                k => k.StartsWith("delta.constraints.", StringComparison.Ordinal)
                    || k.StartsWith("delta.feature.", StringComparison.Ordinal))
            ?? (MapsColumns(metadata.Properties) ? ColumnMappingMode : null);
        if (refused is not null)
        {
            throw Unsupported(table, $"the property {refused}");
        }
    }

    /// <summary>The protocol that a table with this metadata needs, given the one it has.</summary>
    public static Protocol For(TableMetadata metadata, Protocol? current)
    {
        var hasTimestampNtz = metadata.Schema.Contains(t => t == PrimitiveType.TimestampNtz);
        if (!hasTimestampNtz)
        {
            return current ?? new Protocol(1, 2, [], []);
        }

        if (current is { MinReaderVersion: 3 } && current.ReaderFeatures.Contains(TimestampNtz))
        {
            return current;
        }

        // Writer version 2 implies these two, so they must be named once features are listed.
        var writerFeatures = current is { MinWriterVersion: 7 }
            ? current.WriterFeatures.Append(TimestampNtz).Distinct().ToSequence()
            : [AppendOnly, Invariants, TimestampNtz];
        var readerFeatures = (current?.ReaderFeatures ?? []).Append(TimestampNtz).Distinct().ToSequence();
        return new Protocol(3, 7, readerFeatures, writerFeatures);
    }

    /// <summary>How the columns are found; the property says nothing before the protocol knows of it.</summary>
    /// <exception cref="System.Text.Json.JsonException">The property has a value that nobody knows.</exception>
    public static ColumnMapping MappingOf(Protocol protocol, IReadOnlyDictionary<string, string> properties) =>
        protocol.MinReaderVersion < 2 || !properties.TryGetValue(ColumnMappingMode, out var mode)
            ? ColumnMapping.None
            : mode.ToLowerInvariant() switch
            {
                "none" => ColumnMapping.None,
                "name" => ColumnMapping.Name,
                "id" => ColumnMapping.Id,
                _ => throw new System.Text.Json.JsonException($"{ColumnMappingMode} is {mode}"),
            };

    /// <summary>True for the feature under the names that it has had.</summary>
    public static bool IsTypeWidening(string feature) => feature is "typeWidening" or "typeWidening-preview";

    /// <summary>True for the feature under the names that it has had.</summary>
    public static bool IsVariantShredding(string feature) =>
        feature is "variantShredding" or "variantShredding-preview";

    private static bool MapsColumns(IReadOnlyDictionary<string, string> properties) =>
        properties.TryGetValue(ColumnMappingMode, out var mode)
        && !string.Equals(mode, "none", StringComparison.OrdinalIgnoreCase);

    private static LakeSqlException Unsupported(string table, string what) =>
        ErrorCode.UnsupportedTableFeature.Error($"the table in {table} uses {what}, which LakeSql does not know");
}
