using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Storage.Durability;

namespace LakeSql.Storage.Delta.Upkeep;

/// <summary>What VACUUM takes away: old files below a table's directory that no version needs any more.</summary>
/// <remarks>
/// A file that a running statement has written, and not committed yet, is told from one that a failed statement left
/// behind by its age alone. Names that begin with <c>_</c> or <c>.</c> are others' and stay, and so does another table
/// that somebody put below this one. No link is followed.
/// </remarks>
public sealed class UnneededFiles
{
    private const string ChangeData = "_change_data";

    private readonly string root;
    private readonly DateTimeOffset since;
    private readonly NeededFiles needed;
    private readonly string[] partitionPrefixes;
    private readonly List<FileInfo> files = [];
    private readonly List<DirectoryInfo> directories = [];

    internal UnneededFiles(string root, DateTimeOffset since, Snapshot latest, NeededFiles needed)
    {
        this.root = root;
        this.since = since;
        this.needed = needed;
        partitionPrefixes = [.. latest.Metadata.Schema.Fields
            .Where(f => latest.Metadata.PartitionColumns.Contains(f.Name, Identifier.Comparer))
            .SelectMany(f => new[] { f.Name + "=", f.PhysicalName(latest.Mapping) + "=" })];
        Guarded(() => Look(new DirectoryInfo(root)));
    }

    /// <summary>The files' paths below the table's directory, in their order.</summary>
    public IReadOnlyList<string> Paths =>
        [
            .. files.Select(f => Path.GetRelativePath(root, f.FullName).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Deletes the files and the directories that were emptied long ago or are now.</summary>
    /// <param name="cancellationToken">Stops it between two files.</param>
    public (long Files, long Bytes, long Directories) Delete(CancellationToken cancellationToken)
    {
        // What has been committed while the directory was read, such as a RESTORE, needs its files.
        needed.Add(SnapshotCache.Latest(root));
        var (fileCount, bytes, directoryCount) = (0L, 0L, 0L);
        Guarded(() =>
        {
            foreach (var file in files.Where(f => !needed.Contains(f.FullName)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                DiskSteps.Before("delete of file");
                bytes += file.Length;
                file.Delete();
                fileCount++;
            }

            foreach (var directory in directories.Where(d => !d.EnumerateFileSystemInfos().Any()))
            {
                directory.Delete();
                directoryCount++;
            }
        });
        return (fileCount, bytes, directoryCount);
    }

    private void Look(DirectoryInfo directory)
    {
        foreach (var entry in directory.EnumerateFileSystemInfos("*", new EnumerationOptions
        {
            AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false,
        }))
        {
            if (entry is DirectoryInfo below)
            {
                if (IsOurs(below))
                {
                    Look(below);
                    Keep(below, directories);
                }
            }
            else if (entry is FileInfo file && !IsHidden(file.Name) && !needed.Contains(file.FullName))
            {
                Keep(file, files);
            }
        }
    }

    /// <summary>Remembers what is old enough; length and time are asked before anything is changed.</summary>
    private void Keep<T>(T entry, List<T> list)
        where T : FileSystemInfo
    {
        entry.Refresh();
        if (entry.Exists && entry.LastWriteTimeUtc < since)
        {
            list.Add(entry);
        }
    }

    private bool IsOurs(DirectoryInfo directory) =>
        (!IsHidden(directory.Name) || directory.Name == ChangeData
            || partitionPrefixes.Any(p => directory.Name.StartsWith(p, StringComparison.OrdinalIgnoreCase)))
        && !Directory.Exists(Path.Combine(directory.FullName, LogDirectory.Name));

    private static bool IsHidden(string name) => name[0] is '_' or '.';

    private static void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LakeSqlException(
                ErrorCode.IoFailed, "the files of the table cannot be listed or deleted", SourceSpan.None, null, e)
            {
                Detail = e.Message,
            };
        }
    }
}
