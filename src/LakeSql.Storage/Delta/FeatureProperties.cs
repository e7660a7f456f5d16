using LakeSql.Common.Errors;
using LakeSql.Storage.Delta.Log;

namespace LakeSql.Storage.Delta;

/// <summary><c>'delta.feature.deletionVectors' = 'supported'</c>: asks for a feature of the protocol.</summary>
/// <remarks>
/// Such a property is no part of a table: the commit turns it into what the protocol lists. A feature that is supported
/// is not used yet; that is what properties such as <c>delta.enableDeletionVectors</c> are for.
/// Source: the Delta protocol, "Table Features", "Supported Features".
/// </remarks>
public static class FeatureProperties
{
    private const string Prefix = "delta.feature.";

    /// <summary>The features that a table can be given.</summary>
    public static IEnumerable<string> Known => TableFeature.All.Select(f => f.Name);

    /// <summary>The feature that the property asks for, as written; null when it is another property.</summary>
    public static string? FeatureOf(string property) =>
        property.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? property[Prefix.Length..] : null;

    /// <summary>The features that the metadata asks for, with those that they need.</summary>
    /// <exception cref="LakeSqlException">LSQ4003 for one that LakeSql does not know.</exception>
    internal static IReadOnlyList<TableFeature> Asked(TableMetadata metadata)
    {
        var asked = metadata.Properties.Keys.Select(FeatureOf).OfType<string>().Select(Find).ToList();
        return [.. asked, .. asked.SelectMany(f => f.Requires).Select(Find)];
    }

    /// <summary>The metadata as the log has it.</summary>
    internal static TableMetadata Without(TableMetadata metadata) =>
        !metadata.Properties.Keys.Any(k => FeatureOf(k) is not null) ? metadata : metadata with
        {
            Properties = metadata.Properties.Where(p => FeatureOf(p.Key) is null)
                .ToDictionary(p => p.Key, p => p.Value),
        };

    private static TableFeature Find(string name) =>
        TableFeature.FindWritten(name)
        ?? throw ErrorCode.UnsupportedTableFeature.Error($"LakeSql does not know the feature {name}");
}
