using LakeSql.Common.Errors;
using LakeSql.Storage.Volumes;

namespace LakeSql.Storage.Delta.Log;

/// <summary>Where the files of a table may lie.</summary>
/// <param name="Root">Its own directory.</param>
/// <param name="Sources">
/// Directories of tables that it is a shallow clone of. The log alone cannot name them: whoever can write a log would
/// otherwise read every table by one's own.
/// </param>
internal sealed record TablePlaces(string Root, IReadOnlyList<SourceDirectory> Sources)
{
    /// <summary>The absolute path of a file that the log names.</summary>
    /// <exception cref="LakeSqlException">LSQ4002 or LSQ4003 when that is in none of the places.</exception>
    public string Resolve(string path) => InSource(path) is { } found
        ? DataPath.Resolve(found.Source.Path, found.Below) : DataPath.Resolve(Root, path);

    /// <summary>The path below the table's directory, or below that of the source in which the file lies.</summary>
    /// <param name="full">The absolute path, as <see cref="Resolve"/> gives it.</param>
    public string Below(string full) => Path.GetRelativePath(
        Sources.FirstOrDefault(s => PathText.IsWithin(full, s.Path))?.Path ?? Root, full);

    /// <summary>The path by which the log of a clone names the file, wherever the lake is opened from.</summary>
    /// <param name="full">The absolute path, as <see cref="Resolve"/> gives it.</param>
    public string Elsewhere(string full) => Path.Combine(
        Sources.FirstOrDefault(s => PathText.IsWithin(full, s.Path))?.Real ?? RealPath.Of(Root), Below(full));

    /// <summary>A path with .. is none of a source, whatever it begins with.</summary>
    private (SourceDirectory Source, string Below)? InSource(string path)
    {
        if (Sources.Count > 0 && Path.IsPathRooted(path) && !path.Split('/', '\\').Contains(".."))
        {
            foreach (var source in Sources)
            {
                if (source.Below(path) is { } below && !Path.IsPathRooted(below))
                {
                    return (source, below);
                }
            }
        }

        return null;
    }
}
