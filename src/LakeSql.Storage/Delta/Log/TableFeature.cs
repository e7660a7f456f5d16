using LakeSql.Common.Types;
using LakeSql.Storage.Delta.Checkpoints;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Storage.Delta.Log;

/// <summary>A part of the protocol that a table may use, under the name by which protocols list it.</summary>
/// <param name="Name">As listed.</param>
/// <param name="LegacyWriter">The writer version that implies it; 0 when only listing does.</param>
/// <remarks>Source: the Delta protocol, "Table Features" and "Valid Feature Names in Table Features".</remarks>
internal sealed record TableFeature(string Name, int LegacyWriter = 0)
{
    /// <summary>All that LakeSql reads, and those of writers that it knows.</summary>
    public static readonly IReadOnlyList<TableFeature> All =
    [
        new("appendOnly", 2) { IsNeeded = m => m.IsOn("delta.appendOnly") },
        new("invariants", 2),
        new("checkConstraints", 3) { IsNeeded = m => m.Constraints.Any() },
        new("changeDataFeed", 4) { IsNeeded = m => m.IsOn(TableMetadata.ChangeDataProperty) },
        new("generatedColumns", 4) { IsNeeded = m => m.Columns.Any(c => c.Generated is not null) },
        new("columnMapping", 5) { IsReaders = true, IsNeeded = m => m.Mapping != ColumnMapping.None },
        new("identityColumns", 6)
        {
            IsNeeded = m => m.Columns.Any(c => c.Identity is not null),
            CanWrite = m => m.Columns.All(c => c.Identity is not { Step: 0 }),
        },
        new("deletionVectors") { IsReaders = true, IsNeeded = m => m.IsOn(TableMetadata.DeletionVectorsProperty) },
        new("timestampNtz")
        {
            IsReaders = true, IsNeeded = m => m.Schema.Contains(t => t == PrimitiveType.TimestampNtz),
        },
        new("typeWidening") { IsReaders = true, IsNeeded = m => m.IsOn(TableMetadata.TypeWideningProperty) },
        new("typeWidening-preview") { IsReaders = true },
        new("v2Checkpoint") { IsReaders = true, IsNeeded = CheckpointWriter.WantsSidecars },
        new("vacuumProtocolCheck") { IsReaders = true },
        new("variantType") { IsReaders = true, CanWrite = HasNoVariant },
        new("variantType-preview") { IsReaders = true, CanWrite = HasNoVariant },
        new("variantShredding") { IsReaders = true, CanWrite = HasNoVariant, Requires = ["variantType"] },
        new("variantShredding-preview") { IsReaders = true, CanWrite = HasNoVariant, Requires = ["variantType"] },
        new("allowColumnDefaults") { IsNeeded = m => m.Columns.Any(c => c.Default is not null) },
        new("domainMetadata") { IsNeeded = m => m.IsOn(TableMetadata.RowTrackingProperty), IsNeededBy = _ => true },
        new("inCommitTimestamp") { IsNeeded = m => m.IsOn(TableMetadata.CommitInstantsProperty) },
        new("rowTracking")
        {
            Requires = ["domainMetadata"],
            IsNeeded = m => m.IsOn(TableMetadata.RowTrackingProperty),
            CanWrite = m => !m.IsOn(TableMetadata.RowTrackingProperty) || RowTracking.IsOn(m),
        },
        new("clustering") { Requires = ["domainMetadata"], IsNeededBy = d => d == "delta.clustering" },
    ];

    /// <summary>The features without which it cannot be.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>True when readers must know it as well.</summary>
    public bool IsReaders { get; init; }

    /// <summary>Whether LakeSql gives it to a table of that metadata.</summary>
    public Func<TableMetadata, bool> IsNeeded { get; init; } = _ => false;

    /// <summary>Whether a table needs it that has a metadata domain of that name.</summary>
    public Func<string, bool> IsNeededBy { get; init; } = _ => false;

    /// <summary>Whether LakeSql can write to a table of that metadata which has the feature.</summary>
    public Func<TableMetadata, bool> CanWrite { get; init; } = _ => true;

    /// <summary>The feature of that name; null when LakeSql does not know it.</summary>
    public static TableFeature? Find(string name) => All.FirstOrDefault(f => f.Name == name);

    /// <summary>The same for a name as people write it, in any case.</summary>
    public static TableFeature? FindWritten(string name) =>
        All.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>True when a protocol without lists has the feature.</summary>
    public bool IsImpliedBy(Protocol protocol) =>
        LegacyWriter > 0 && protocol.MinWriterVersion < 7 && LegacyWriter <= protocol.MinWriterVersion;

    private static bool HasNoVariant(TableMetadata metadata) => !metadata.Schema.Contains(t => t is EngineType);
}
