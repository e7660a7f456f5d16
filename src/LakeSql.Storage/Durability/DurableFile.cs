using Microsoft.Win32.SafeHandles;

namespace LakeSql.Storage.Durability;

/// <summary>Files that are either wholly there after a crash or not at all.</summary>
public static class DurableFile
{
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

    /// <summary>Writes the file and waits until its bytes are on the disk.</summary>
    public static void WriteSynced(string path, ReadOnlySpan<byte> content, FileMode mode)
    {
        using var file = Written(path, content, mode);
        DiskSteps.Before("sync file");
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Writes the file, which nobody may rely on before it is synced.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, FileMode mode) =>
        Written(path, content, mode).Dispose();

    private static SafeFileHandle Written(string path, ReadOnlySpan<byte> content, FileMode mode)
    {
        DiskSteps.Before("create");
        var file = File.OpenHandle(path, mode, FileAccess.Write);
        try
        {
            DiskSteps.Before("write");
            RandomAccess.Write(file, content, 0);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What is left of a temporary file harms nobody, so it must not make a success a failure.</summary>
    public static void Forget(string temporary)
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
