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

    private static IReadOnlyList<string> FilesNeededBy(Securable clone, Lake lake)
    {
        try
        {
            var table = lake.TableOf(clone);
            DateTimeOffset? since = FileRetention.Of(table.Latest().Metadata) is { } retention
                ? FileRetention.Before(DateTimeOffset.UtcNow, retention) : null;
            return table.NeededElsewhere(since, TrainedVersions.Of(clone, lake.Metastore));
        }
        catch (LakeSqlException e)
        {
            throw e.Code.Error(
                $"a shallow clone of the table cannot be read, so nobody knows what it needs: {e.Message}");
        }
    }
}
