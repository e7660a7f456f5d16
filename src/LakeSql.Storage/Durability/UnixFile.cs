using System.Runtime.InteropServices;

namespace LakeSql.Storage.Durability;

/// <summary>The calls of Unix that .NET does not offer.</summary>
internal static class UnixFile
{
    public const int NotPermitted = 1;
    public const int AlreadyExists = 17;
    public const int DiskFailed = 5;
    public const int DiskFull = 28;
    public const int NotSupportedOnMac = 45;
    public const int NotSupportedOnLinux = 95;

    private const int ReadOnly = 0;

    public static bool IsAvailable => !OperatingSystem.IsWindows();

    /// <summary>Gives the file a second name; 0, or the number of the error.</summary>
    public static int Link(string existing, string name) =>
        NativeLink(existing, name) == 0 ? 0 : Marshal.GetLastPInvokeError();

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
