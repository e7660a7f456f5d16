using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Upkeep;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>The properties of tables that mean something: what each takes.</summary>
/// <remarks>
/// A property that nobody knows is kept, as it may be another engine's; one that is nearly the name of another is a
/// slip. Source: the Delta protocol, "Table Properties", and the documentation of its authors' engine.
/// </remarks>
internal static class TableProperties
{
    private static readonly Rule Flag = new("true or false", v => bool.TryParse(v, out _));
    private static readonly Rule Duration = new("a duration such as interval 30 days", FileRetention.IsDuration);
    private static readonly Rule Count = new("a whole number above 0", v =>
        long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0);

    private static readonly Dictionary<string, Rule> Known = new(StringComparer.Ordinal)
    {
        ["delta.appendOnly"] = Flag,
        ["delta.enableChangeDataFeed"] = Flag,
        ["delta.enableDeletionVectors"] = Flag,
        ["delta.enableTypeWidening"] = Flag,
        ["delta.enableRowTracking"] = Flag,
        ["delta.enableInCommitTimestamps"] = Flag,
        ["delta.enableExpiredLogCleanup"] = Flag,
        ["delta.logRetentionDuration"] = Duration,
        ["delta.deletedFileRetentionDuration"] = Duration,
        ["delta.checkpointInterval"] = Count,
        ["delta.checkpointPolicy"] = OneOf("classic", "v2"),
        ["delta.columnMapping.mode"] = OneOf("none", "name", "id"),
        ["delta.isolationLevel"] = OneOf("Serializable", "WriteSerializable"),
    };

    /// <summary>What the log keeps as properties and statements of their own say.</summary>
    private static readonly (string Prefix, string Advice)[] Kept =
    [
        ("delta.constraints.", "ALTER TABLE … ADD CONSTRAINT name CHECK (condition)"),
        ("delta.columnMapping.maxColumnId", "it is counted, not set"),
        ("delta.inCommitTimestampEnablement", "SET TBLPROPERTIES ('delta.enableInCommitTimestamps' = 'true')"),
    ];

    /// <exception cref="LakeSqlException">
    /// LSQ2016 for a value that the property cannot take, one that cannot be set, or a slip.
    /// </exception>
    public static void Check(IEnumerable<Option> properties)
    {
        foreach (var property in properties)
        {
            RefuseKept(property.Name, property.Span);
            if (FeatureProperties.FeatureOf(property.Name) is { } feature)
            {
                CheckFeature(feature, property);
            }
            else if (Known.TryGetValue(property.Name, out var rule))
            {
                if (!rule.Takes(property.Value))
                {
                    throw ErrorCode.InvalidOption.Error(
                        $"{property.Name} takes {rule.Words}, not {property.Value}", property.Span);
                }
            }
            else if (Identifier.Nearest(property.Name, Known.Keys) is { } near
                && property.Name.StartsWith("delta.", StringComparison.OrdinalIgnoreCase))
            {
                throw ErrorCode.InvalidOption.Error(
                    $"there is no property {property.Name}", property.Span, $"did you mean {near}?");
            }
        }
    }

    /// <exception cref="LakeSqlException">LSQ2016 for what no statement of properties may set or take away.</exception>
    public static void RefuseKept(string property, SourceSpan span)
    {
        if (Array.Find(Kept, k => property.StartsWith(k.Prefix, StringComparison.OrdinalIgnoreCase)) is
            { Prefix: not null } kept)
        {
            throw ErrorCode.InvalidOption.Error($"{property} cannot be set or unset", span, kept.Advice);
        }
    }

    private static void CheckFeature(string feature, Option property)
    {
        if (!FeatureProperties.Known.Contains(feature, StringComparer.OrdinalIgnoreCase))
        {
            var near = Identifier.Nearest(feature, FeatureProperties.Known);
            throw ErrorCode.UnsupportedTableFeature.Error(
                $"LakeSql does not know the feature {feature}", property.Span,
                near is null ? null : $"did you mean delta.feature.{near}?");
        }

        if (!string.Equals(property.Value, "supported", StringComparison.OrdinalIgnoreCase))
        {
            throw ErrorCode.InvalidOption.Error(
                $"{property.Name} takes supported, not {property.Value}", property.Span);
        }
    }

    private static Rule OneOf(params string[] values) => new(
        string.Join(" or ", values), v => values.Contains(v, StringComparer.OrdinalIgnoreCase));

    private sealed record Rule(string Words, Func<string, bool> Takes);
}
