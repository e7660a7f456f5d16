using System.Globalization;
using LakeSql.Catalog;
using LakeSql.Storage.Volumes;

namespace LakeSql.Engine.Lakes;

/// <summary>The versions of a table that models were trained on, so that each can be made again.</summary>
internal static class TrainedVersions
{
    public static IEnumerable<long> Of(Securable table, Metastore metastore)
    {
        var name = metastore.FullName(table);
        foreach (var use in metastore.TrainingData().SelectMany(d => d.Split(", ")))
        {
            var at = use.LastIndexOf('@');
            if (at > 0 && (use[..at] == name || LeadsTo(table, use[..at]))
                && long.TryParse(use.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            {
                yield return version;
            }
        }
    }

    /// <summary>True for a path that leads to the table.</summary>
    private static bool LeadsTo(Securable table, string used) =>
        table.OutsidePath is { } path && Path.IsPathRooted(used) && RealPath.Of(used) == path;
}
