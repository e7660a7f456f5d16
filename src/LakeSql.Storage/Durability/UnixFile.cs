using System.Runtime.InteropServices;

namespace LakeSql.Storage.Durability;

/// <summary>The calls of Unix that .NET does not offer.</summary>
internal static class UnixFile
{
    public const int NotPermitted = 1;
    public const int AlreadyExists = 17;
    public const int NotSupportedOnMac = 45;
    public const int NotSupportedOnLinux = 95;

    private const int ReadOnly = 0;

    public static bool IsAvailable => !OperatingSystem.IsWindows();

    /// <summary>Gives the file a second name; 0, or the number of the error.</summary>
    public static int Link(string existing, string name) =>
        NativeLink(existing, name) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Waits until the directory's entries are on the disk; file systems that cannot are left alone.</summary>
    public static void SyncDirectory(string path)
    {
        var descriptor = NativeOpen(path, ReadOnly);
        if (descriptor >= 0)
        {
            _ = NativeSync(descriptor);
            _ = NativeClose(descriptor);
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
