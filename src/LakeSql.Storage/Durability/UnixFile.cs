using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LakeSql.Storage.Durability;

/// <summary>The calls of Unix that .NET does not offer.</summary>
internal static class UnixFile
{
    public const int NotPermitted = 1;
    public const int AlreadyExists = 17;
    public const int DiskFailed = 5;
    public const int NoSuchDevice = 6;
    public const int DiskFull = 28;
    public const int NotSupportedOnMac = 45;
    public const int NotSupportedOnLinux = 95;

    private const int ReadOnly = 0;

    /// <summary>Read, not waiting for a writer, and not for programs that are started.</summary>
    private static readonly int ReadAtOnce = OperatingSystem.IsMacOS() ? 0x100_0004 : 0x8_0800;

    public static bool IsAvailable => !OperatingSystem.IsWindows();

    /// <summary>Gives the file a second name; 0, or the number of the error.</summary>
    public static int Link(string existing, string name) =>
        NativeLink(existing, name) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Opens a file for reading, also a pipe that nobody writes to.</summary>
    /// <param name="path">The file.</param>
    /// <param name="error">0, or the number of the error.</param>
    public static SafeFileHandle OpenWithoutWaiting(string path, out int error)
    {
        var descriptor = NativeOpen(path, ReadAtOnce);
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Waits until the directory's entries are on the disk; file systems that cannot are left alone.</summary>
    /// <exception cref="IOException">When the disk refused them.</exception>
    public static void SyncDirectory(string path)
    {
        var descriptor = NativeOpen(path, ReadOnly);
        if (descriptor < 0)
        {
            return;
        }

        var error = NativeSync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = NativeClose(descriptor);
        if (error is DiskFailed or DiskFull)
        {
            throw new IOException($"{path} cannot be synced: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int NativeLink(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int NativeOpen([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int NativeSync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int NativeClose(int descriptor);
}
