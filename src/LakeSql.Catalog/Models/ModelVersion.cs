namespace LakeSql.Catalog;

/// <summary>One trained state of a model.</summary>
/// <param name="ModelId">The model.</param>
/// <param name="Version">1 for the first.</param>
/// <param name="RunId">The run that trained it; null when it was imported.</param>
/// <param name="ArtifactPath">Where its files lie, relative to the lake.</param>
/// <param name="Digest">The hash of its weights.</param>
/// <param name="DescriptionJson">Architecture, inputs, outputs: whatever the learning floor needs to load it.</param>
/// <param name="SourceLineage">The tables and versions it was trained on.</param>
/// <param name="CreatedAt">When it was registered.</param>
public sealed record ModelVersion(
    Guid ModelId,
    int Version,
    string? RunId,
    string ArtifactPath,
    string Digest,
    string DescriptionJson,
    string? SourceLineage,
    DateTimeOffset CreatedAt);
