using LakeSql.Common.Types;

namespace LakeSql.Storage.Delta.Log;

/// <summary>A part of the protocol that a table may use, under the name by which protocols list it.</summary>
/// <param name="Name">As listed.</param>
/// <param name="IsReaders">True when readers must know it as well.</param>
/// <param name="LegacyReader">The reader version that implies it; 0 when only listing does.</param>
/// <param name="LegacyWriter">The writer version that implies it; 0 when only listing does.</param>
/// <param name="IsNeeded">Whether a table of that metadata needs it; null when LakeSql does not write it.</param>
/// <remarks>Source: the Delta protocol, "Table Features" and "Valid Feature Names in Table Features".</remarks>
internal sealed record TableFeature(
    string Name, bool IsReaders, int LegacyReader, int LegacyWriter, Func<TableMetadata, bool>? IsNeeded)
{
    /// <summary>All that LakeSql reads; those without <see cref="IsNeeded"/> make a table read-only.</summary>
    public static readonly IReadOnlyList<TableFeature> All =
    [
        new("appendOnly", false, 1, 2, m => m.IsOn("delta.appendOnly")),
        new("invariants", false, 1, 2, _ => false),
        new("checkConstraints", false, 1, 3, null),
        new("changeDataFeed", false, 1, 4, null),
        new("generatedColumns", false, 1, 4, null),
        new("columnMapping", true, 2, 5, null),
        new("identityColumns", false, 1, 6, null),
        new("deletionVectors", true, 0, 0, m => m.IsOn(TableMetadata.DeletionVectorsProperty)),
        new("timestampNtz", true, 0, 0, m => m.Schema.Contains(t => t == PrimitiveType.TimestampNtz)),
        new("v2Checkpoint", true, 0, 0, null),
        new("vacuumProtocolCheck", true, 0, 0, null),
        new("typeWidening", true, 0, 0, null),
        new("typeWidening-preview", true, 0, 0, null),
        new("variantType", true, 0, 0, null),
        new("variantType-preview", true, 0, 0, null),
        new("variantShredding", true, 0, 0, null),
        new("variantShredding-preview", true, 0, 0, null),
    ];

    /// <summary>The feature of that name; null when LakeSql does not know it.</summary>
    public static TableFeature? Find(string name) => All.FirstOrDefault(f => f.Name == name);

    /// <summary>True when a protocol without lists has the feature.</summary>
    public bool IsImpliedBy(Protocol protocol) =>
        LegacyWriter > 0 && protocol.MinWriterVersion < 7 && LegacyWriter <= protocol.MinWriterVersion;
}
