using System.IO.Enumeration;
using LakeSql.Common.Errors;

namespace LakeSql.Storage.Volumes;

/// <summary>
/// Files of this machine that a statement names: one, all that match a pattern, or all below a directory.
/// </summary>
public static class LocalFiles
{
    /// <summary>The files, each with the path under which it is stored below the target.</summary>
    /// <exception cref="LakeSqlException">LSQ2018 when there is none.</exception>
    public static IReadOnlyList<(string File, string Relative)> Expand(string path)
    {
        var files = Find(path).OrderBy(f => f.Relative, StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? files : throw ErrorCode.FileNotFound.Error($"no file at {path}");
    }

    /// <summary>The part of the path that is no pattern.</summary>
    public static string RootOf(string path)
    {
        var star = path.IndexOfAny(['*', '?']);
        return star < 0 ? path : path[..(path.LastIndexOf('/', star) + 1)] is { Length: > 0 } root ? root : ".";
    }

    private static IEnumerable<(string File, string Relative)> Find(string path)
    {
        if (File.Exists(path))
        {
            return [(Path.GetFullPath(path), Path.GetFileName(path))];
        }

        if (Directory.Exists(path))
        {
            return Below(path);
        }

        var star = path.IndexOfAny(['*', '?']);
        if (star < 0)
        {
            return [];
        }

        // A pattern that crosses directories keeps their structure; a flat one keeps the file's own name.
        var root = RootOf(path);
        var pattern = path[(path.LastIndexOf('/', star) + 1)..];
        if (!Directory.Exists(root))
        {
            return [];
        }

        var crosses = pattern.Contains("**", StringComparison.Ordinal);
        var simple = pattern.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("**/", "*", StringComparison.Ordinal).Replace("**", "*", StringComparison.Ordinal);
        return Below(root)
            .Where(f => (crosses || f.Relative.Count(c => c == '/') == pattern.Count(c => c == '/'))
                && FileSystemName.MatchesSimpleExpression(simple, f.Relative, ignoreCase: false))
            .Select(f => crosses ? f : (f.File, Path.GetFileName(f.Relative)));
    }

    private static IEnumerable<(string File, string Relative)> Below(string directory) =>
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(f => !PartialFile.IsNameOf(Path.GetFileName(f)))
            .Select(f => (
                Path.GetFullPath(f), Path.GetRelativePath(directory, f).Replace(Path.DirectorySeparatorChar, '/')));
}
