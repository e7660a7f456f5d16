using LakeSql.Common.Errors;
using LakeSql.Storage.Durability;

namespace LakeSql.Storage.Volumes;

/// <summary>
/// Files that hold bytes. What only has the name of a file may keep a reader waiting for ever: a pipe does until
/// somebody writes to it, and no timeout of a statement ends that.
/// </summary>
public static class RegularFile
{
    /// <summary>Where names stand for devices and processes.</summary>
    private static readonly string[] NoFiles = OperatingSystem.IsWindows() ? [] : ["/dev", "/proc", "/sys"];

    /// <summary>True below the directories of devices and processes, by the path as it is written.</summary>
    public static bool IsDevice(string path) =>
        PathText.IsWithinAny(path, NoFiles) && !PathText.IsWithin(path, "/dev/shm");

    /// <summary>Refuses what is no regular file, before anything is read of it.</summary>
    /// <param name="path">The file; one that cannot be opened is left to who reads it.</param>
    /// <param name="length">Its length in bytes: what is no regular file has none.</param>
    /// <param name="shownPath">What the error calls it.</param>
    /// <param name="span">Where the statement names it.</param>
    /// <exception cref="LakeSqlException">LSQ2019.</exception>
    public static void Require(string path, long length, string shownPath, SourceSpan span)
    {
        if (length == 0)
        {
            TryOpen(path, shownPath, span)?.Dispose();
        }
    }

    /// <summary>Opens a regular file for reading, without a buffer.</summary>
    /// <exception cref="LakeSqlException">LSQ2019 for all else.</exception>
    internal static FileStream OpenRead(string path) => TryOpen(path, path, SourceSpan.None)
        ?? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    /// <summary>The file, opened without waiting for anybody; null where that is not possible.</summary>
    private static FileStream? TryOpen(string path, string shownPath, SourceSpan span)
    {
        if (!UnixFile.IsAvailable)
        {
            return null;
        }

        var handle = UnixFile.OpenWithoutWaiting(path, out var error);
        if (error == 0)
        {
            var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            if (stream.CanSeek)
            {
                return stream;
            }

            stream.Dispose();
        }

        return error is 0 or UnixFile.NoSuchDevice
            ? throw ErrorCode.InvalidPath.Error($"{shownPath} is no regular file", span)
            : null;
    }
}
