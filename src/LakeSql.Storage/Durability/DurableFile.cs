using System.Runtime.InteropServices;
using LakeSql.Common.Errors;

namespace LakeSql.Storage.Durability;

/// <summary>Files that are either wholly there after a crash or not at all.</summary>
internal static class DurableFile
{
    /// <summary>Writes the file unless one of that name exists; false when one does.</summary>
    /// <remarks>
    /// The content goes to a hidden neighbour first and gets its name by a hard link, which fails when the name is
    /// taken: so no reader sees half a file, and of two writers exactly one wins.
    /// </remarks>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content)
    {
        var directory = Path.GetDirectoryName(path)!;
        var temporary = TemporaryNameFor(path);
        try
        {
            WriteSynced(temporary, content, FileMode.CreateNew);
            var created = UnixFile.IsAvailable ? TryLink(temporary, path, content) : TryMove(temporary, path);
            if (created)
            {
                SyncDirectory(directory);
            }

            return created;
        }
        finally
        {
            Forget(temporary);
        }
    }

    /// <summary>Writes the file, taking the place of one of that name at once.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = TemporaryNameFor(path);
        try
        {
            WriteSynced(temporary, content, FileMode.CreateNew);
            DiskSteps.Before("move");
            File.Move(temporary, path, overwrite: true);
            SyncDirectory(Path.GetDirectoryName(path)!);
        }
        finally
        {
            Forget(temporary);
        }
    }

    /// <summary>Waits until the file's bytes are on the disk.</summary>
    public static void SyncFile(string path)
    {
        // Windows flushes only through a handle that may write; elsewhere reading is enough and asks for fewer rights.
        DiskSteps.Before("sync file");
        var access = OperatingSystem.IsWindows() ? FileAccess.ReadWrite : FileAccess.Read;
        using var file = File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Waits until the directory's entries are on the disk, where the system can tell.</summary>
    public static void SyncDirectory(string path)
    {
        if (UnixFile.IsAvailable)
        {
            DiskSteps.Before("sync directory");
            UnixFile.SyncDirectory(path);
        }
    }

    private static bool TryLink(string temporary, string path, ReadOnlySpan<byte> content)
    {
        DiskSteps.Before("link");
        var error = UnixFile.Link(temporary, path);
        return error switch
        {
            0 => true,
            UnixFile.AlreadyExists => false,

            // Some file systems know no hard links; there a half-written file can be seen for a moment.
            UnixFile.NotPermitted or UnixFile.NotSupportedOnLinux or UnixFile.NotSupportedOnMac =>
                TryCreateNew(path, content),
            _ => throw ErrorCode.IoFailed.Error($"{path} cannot be made: {Marshal.GetPInvokeErrorMessage(error)}"),
        };
    }

    /// <summary>Where there is no link by call, a move refuses a taken name just as atomically.</summary>
    private static bool TryMove(string temporary, string path)
    {
        try
        {
            DiskSteps.Before("move");
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static bool TryCreateNew(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            WriteSynced(path, content, FileMode.CreateNew);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static void WriteSynced(string path, ReadOnlySpan<byte> content, FileMode mode)
    {
        DiskSteps.Before("create");
        using var file = File.OpenHandle(path, mode, FileAccess.Write);
        DiskSteps.Before("write");
        RandomAccess.Write(file, content, 0);
        DiskSteps.Before("sync file");
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>What is left of a temporary file harms nobody, so it must not make a success a failure.</summary>
    private static void Forget(string temporary)
    {
        try
        {
            DiskSteps.Before("delete");
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has a name of its own that begins with a dot, which no reader looks at.
        }
    }

    private static string TemporaryNameFor(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
}
