using System.Runtime.InteropServices;
using LakeSql.Common.Errors;

namespace LakeSql.Storage.Durability;

/// <summary>A file under a hidden name that waits for its own.</summary>
/// <remarks>
/// It gets the name by a hard link, which fails when the name is taken: so no reader sees half a file, and of two
/// writers exactly one wins. Who lost may try another name.
/// </remarks>
internal sealed class PendingFile : IDisposable
{
    private readonly string temporary;
    private readonly byte[] content;
    private bool isForgotten;

    private PendingFile(string temporary, byte[] content)
    {
        this.temporary = temporary;
        this.content = content;
    }

    /// <summary>Writes the file, into the directory that its name will be in; it is not on the disk then.</summary>
    public static PendingFile Write(string directory, byte[] content)
    {
        var pending = new PendingFile(Path.Combine(directory, $".{Guid.NewGuid():N}.tmp"), content);
        try
        {
            DurableFile.Write(pending.temporary, content, FileMode.CreateNew);
            return pending;
        }
        catch
        {
            pending.Dispose();
            throw;
        }
    }

    /// <summary>The same, and waits until its bytes are on the disk.</summary>
    public static PendingFile WriteSynced(string directory, byte[] content)
    {
        var pending = Write(directory, content);
        try
        {
            pending.Sync();
            return pending;
        }
        catch
        {
            pending.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the file's bytes are on the disk, which comes before its name.</summary>
    public void Sync() => DurableFile.SyncFile(temporary);

    /// <summary>
    /// Gives the file its name, which is on the disk when its directory is; false when another has it.
    /// </summary>
    public bool TryName(string path) => UnixFile.IsAvailable ? TryLink(path) : TryMove(path);

    public void Dispose()
    {
        if (!isForgotten)
        {
            isForgotten = true;
            DurableFile.Forget(temporary);
        }
    }

    private bool TryLink(string path)
    {
        DiskSteps.Before("link");
        var error = UnixFile.Link(temporary, path);
        return error switch
        {
            0 => true,
            UnixFile.AlreadyExists => false,

            // Some file systems know no hard links; there a half-written file can be seen for a moment.
            UnixFile.NotPermitted or UnixFile.NotSupportedOnLinux or UnixFile.NotSupportedOnMac => TryCreateNew(path),
            _ => throw ErrorCode.IoFailed.Error($"{path} cannot be made: {Marshal.GetPInvokeErrorMessage(error)}"),
        };
    }

    /// <summary>Where there is no link by call, a move refuses a taken name just as atomically.</summary>
    private bool TryMove(string path)
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

    private bool TryCreateNew(string path)
    {
        try
        {
            DurableFile.WriteSynced(path, content, FileMode.CreateNew);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }
}
