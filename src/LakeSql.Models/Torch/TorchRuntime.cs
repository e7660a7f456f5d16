using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LakeSql.Common.Errors;
using TorchSharp;

namespace LakeSql.Models.Torch;

/// <summary>Loads libtorch before the first use of TorchSharp, and mends its shim where the system is older.</summary>
/// <remarks>
/// The shim of TorchSharp 0.107.0 asks for GLIBCXX_3.4.32, which systems with GCC 12 lack, though the one symbol of
/// that version is never called. A copy in which the request is marked weak loads there.
/// </remarks>
internal static class TorchRuntime
{
    /// <summary>In the order in which they need each other; those for CUDA are there in builds for it alone.</summary>
    private static readonly string[] Libraries =
        ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Must run before any other use of TorchSharp.</summary>
    public static void EnsureLoaded() => _ = Loaded.Value;

    private static bool Load()
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        var directory = NativeDirectories().FirstOrDefault(d => File.Exists(Path.Combine(d, "libtorch_cpu.so")))
            ?? throw ErrorCode.DeviceUnavailable.Error(
                "libtorch is not beside the program", hint: "publish LakeSql with its native libraries");
        foreach (var library in Libraries.Select(l => Path.Combine(directory, l)).Where(File.Exists))
        {
            NativeLibrary.Load(library);
        }

        var shim = NativeDirectories().Select(d => Path.Combine(d, "libLibTorchSharp.so")).First(File.Exists);
        var handle = NativeLibrary.TryLoad(shim, out var stock) ? stock : NativeLibrary.Load(Patched(shim));
        NativeLibrary.SetDllImportResolver(
            typeof(torch).Assembly, (name, _, _) => name == "LibTorchSharp" ? handle : 0);
        return true;
    }

    private static IEnumerable<string> NativeDirectories()
    {
        yield return AppContext.BaseDirectory;
        yield return Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native");
        var searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        foreach (var directory in searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return directory;
        }
    }

    /// <summary>A mended copy in the user's cache, named by the original's digest, made once.</summary>
    private static string Patched(string shim)
    {
        var bytes = File.ReadAllBytes(shim);
        var directory = Path.Combine(
            Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
                is { Length: > 0 } home ? home : Path.GetTempPath(),
            "lakesql", Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
        var target = Path.Combine(directory, "libLibTorchSharp.so");
        if (!File.Exists(target))
        {
            ElfVersions.MakeWeak(bytes, "GLIBCXX_3.4.32");
            Directory.CreateDirectory(directory);
            var partial = target + "." + Guid.NewGuid().ToString("N");
            File.WriteAllBytes(partial, bytes);
            File.Move(partial, target, overwrite: true);
        }

        return target;
    }
}
