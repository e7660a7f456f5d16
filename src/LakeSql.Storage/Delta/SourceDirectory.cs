using LakeSql.Storage.Volumes;

namespace LakeSql.Storage.Delta;

/// <summary>The directory of another table, in which files of a shallow clone lie.</summary>
/// <param name="Path">As the other table is opened.</param>
/// <param name="Real">The same with every link followed, as the clone's log spells it.</param>
/// <param name="Mark">
/// What its path ends with in whatever lake it lies, as <c>/tables/id</c>: so a clone is whole in a lake that was moved
/// or copied. Null where the directory is not the lake's own.
/// </param>
public sealed record SourceDirectory(string Path, string Real, string? Mark)
{
    /// <summary>The directory of that path.</summary>
    public static SourceDirectory Of(string path, string? mark = null)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        return new SourceDirectory(full, RealPath.Of(full), mark);
    }

    /// <summary>The path below the directory that the log of a clone means; null when it lies elsewhere.</summary>
    /// <param name="path">An absolute path.</param>
    internal string? Below(string path)
    {
        if (path != Real && PathText.IsWithin(path, Real))
        {
            return System.IO.Path.GetRelativePath(Real, path);
        }

        var mark = Mark + System.IO.Path.DirectorySeparatorChar;
        return Mark is not null && path.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at
            ? path[(at + mark.Length)..] : null;
    }
}
