using System.IO.Enumeration;
using LakeSql.Common.Errors;

namespace LakeSql.Storage.Volumes;

/// <summary>
/// Files of this machine that a statement names: one, all that match a pattern, or all below a directory.
/// </summary>
/// <param name="path">The path or pattern.</param>
/// <param name="isOpen">False for what is passed over: a directory is not entered, a file is not found.</param>
/// <param name="cancellationToken">Ends the search.</param>
public sealed class LocalFiles(string path, Func<string, bool> isOpen, CancellationToken cancellationToken)
{
    private static readonly EnumerationOptions Everything =
        new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>Where the pattern begins; negative where the path is none.</summary>
    private readonly int star = path.IndexOfAny(['*', '?']);

    /// <summary>The part of the path that is no pattern.</summary>
    public string Root =>
        star < 0 ? path : path[..(path.LastIndexOf('/', star) + 1)] is { Length: > 0 } root ? root : ".";

    /// <summary>The files in a stable order, each with the path under which it is stored below the target.</summary>
    /// <exception cref="LakeSqlException">LSQ2018 when there is none.</exception>
    /// <exception cref="OperationCanceledException">When the search is ended.</exception>
    public IReadOnlyList<(string File, string Relative)> Find()
    {
        var files = Matching().Where(f => isOpen(f.File))
            .OrderBy(f => f.Relative, StringComparer.Ordinal).ThenBy(f => f.File, StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? files : throw ErrorCode.FileNotFound.Error($"no file at {path}");
    }

    private IEnumerable<(string File, string Relative)> Matching()
    {
        // Something may have a name that looks like a pattern.
        if (isOpen(path))
        {
            if (File.Exists(path))
            {
                return [(Path.GetFullPath(path), Path.GetFileName(path))];
            }

            if (Directory.Exists(path))
            {
                return Below(path, int.MaxValue);
            }
        }

        if (star < 0 || !Directory.Exists(Root))
        {
            return [];
        }

        // A pattern that crosses directories keeps their structure; a flat one keeps the file's own name.
        var pattern = path[(path.LastIndexOf('/', star) + 1)..];
        var crosses = pattern.Contains("**", StringComparison.Ordinal);
        var depth = pattern.Count(c => c == '/');
        var simple = pattern.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("**/", "*", StringComparison.Ordinal).Replace("**", "*", StringComparison.Ordinal);
        return Below(Root, crosses ? int.MaxValue : depth)
            .Where(f => (crosses || f.Relative.Count(c => c == '/') == depth)
                && FileSystemName.MatchesSimpleExpression(simple, f.Relative, ignoreCase: false))
            .Select(f => crosses ? f : (f.File, Path.GetFileName(f.Relative)));
    }

    /// <summary>
    /// The files in a directory and in those below it. No link to a directory is followed: it could lead in a circle.
    /// </summary>
    /// <param name="root">The directory.</param>
    /// <param name="depthMax">How many directories lie between it and a file at most.</param>
    private IEnumerable<(string File, string Relative)> Below(string root, int depthMax)
    {
        var ahead = new Stack<(string Directory, string Prefix, int Depth)>([(Path.GetFullPath(root), "", 0)]);
        while (ahead.TryPop(out var at))
        {
            foreach (var entry in Entries(at.Directory, isRoot: at.Depth == 0))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (entry is DirectoryInfo)
                {
                    if (at.Depth < depthMax && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint)
                        && isOpen(entry.FullName))
                    {
                        ahead.Push((entry.FullName, $"{at.Prefix}{entry.Name}/", at.Depth + 1));
                    }
                }
                else if (!PartialFile.IsNameOf(entry.Name))
                {
                    yield return (entry.FullName, at.Prefix + entry.Name);
                }
            }
        }
    }

    /// <summary>
    /// What a pattern cannot look into it does not match; but a directory that is named is found whole or not at all.
    /// </summary>
    private IEnumerable<FileSystemInfo> Entries(string directory, bool isRoot)
    {
        try
        {
            return new DirectoryInfo(directory).EnumerateFileSystemInfos("*", Everything);
        }
        catch (Exception e) when (
            e is UnauthorizedAccessException or DirectoryNotFoundException && star >= 0 && !isRoot)
        {
            return [];
        }
    }
}
