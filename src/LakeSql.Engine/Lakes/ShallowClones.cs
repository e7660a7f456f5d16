using System.Globalization;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta.Upkeep;
using LakeSql.Storage.Volumes;

namespace LakeSql.Engine.Lakes;

/// <summary>What the shallow clones of a table need of its files.</summary>
internal static class ShallowClones
{
    /// <summary>The files of the table that versions of its clones need which these must keep.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="source">The table.</param>
    /// <param name="clones">The clones.</param>
    /// <exception cref="LakeSqlException">When nobody can tell, as the log of a clone cannot be read.</exception>
    public static IEnumerable<string> FilesNeeded(this Lake lake, Securable source, IEnumerable<Securable> clones)
    {
        var directory = Path.GetFullPath(lake.DirectoryOf(source));
        return clones.SelectMany(clone => FilesNeededBy(clone, lake)).Where(f => PathText.IsWithin(f, directory));
    }

    /// <summary>The versions of a table that models were trained on, so that each can be made again.</summary>
    public static IReadOnlyList<long> TrainedOn(this Lake lake, Securable table)
    {
        var fullName = lake.Metastore.FullName(table);
        var versions = new List<long>();
        foreach (var use in lake.Metastore.TrainingData().SelectMany(d => d.Split(", ")))
        {
            var at = use.LastIndexOf('@');
            if (at > 0 && IsOf(table, fullName, use[..at])
                && long.TryParse(use.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            {
                versions.Add(version);
            }
        }

        return versions;
    }

    private static IReadOnlyList<string> FilesNeededBy(Securable clone, Lake lake)
    {
        try
        {
            var table = lake.TableOf(clone);
            DateTimeOffset? since = FileRetention.Of(table.Latest().Metadata) is { } retention
                ? FileRetention.Before(DateTimeOffset.UtcNow, retention) : null;
            return table.NeededElsewhere(since, lake.TrainedOn(clone));
        }
        catch (LakeSqlException e)
        {
            throw e.Code.Error(
                $"a shallow clone of the table cannot be read, so nobody knows what it needs: {e.Message}");
        }
    }

    /// <summary>True for the table's name, and for a path that leads to it.</summary>
    private static bool IsOf(Securable table, string fullName, string used) => used == fullName
        || (table.OutsidePath is { } path && Path.IsPathRooted(used) && RealPath.Of(used) == path);
}
