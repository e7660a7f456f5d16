namespace LakeSql.Storage.Volumes;

/// <summary>Absolute paths compared as they are written: nothing is looked up, so nothing is learned.</summary>
public static class PathText
{
    /// <summary>True when the path is the directory or lies below it.</summary>
    public static bool IsWithin(string path, string directory)
    {
        var outer = Path.TrimEndingDirectorySeparator(directory);
        return path == outer || path == directory
            || path.StartsWith(
                Path.EndsInDirectorySeparator(outer) ? outer : outer + Path.DirectorySeparatorChar,
                StringComparison.Ordinal);
    }

    /// <summary>True when the path is one of these or lies below it.</summary>
    public static bool IsWithinAny(string path, IEnumerable<string> directories) =>
        directories.Any(d => IsWithin(path, d));

    /// <summary>True when one of the two lies within the other.</summary>
    public static bool Overlap(string path, string other) => IsWithin(path, other) || IsWithin(other, path);
}
