using System.Runtime.CompilerServices;
using LakeSql.Common.Errors;
using LakeSql.Models.Torch;
using TorchSharp;

namespace LakeSql.Models;

/// <summary>Where models run.</summary>
public static class Devices
{
    /// <summary>The device that a setting means: <c>cpu</c> or <c>cuda:N</c>.</summary>
    /// <param name="setting"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="LakeSqlException">LSQ2016 for another text, LSQ5004 when the device is not there.</exception>
    public static string Resolve(string setting)
    {
        var name = setting.ToLowerInvariant();
        if (name == "cpu")
        {
            return name;
        }

        if (name == "auto")
        {
            return CudaCount() > 0 ? "cuda:0" : "cpu";
        }

        var index = name == "cuda" ? 0
            : name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), out var n) && n >= 0
                ? n
            : throw ErrorCode.InvalidOption.Error($"'{setting}' is no device", hint: "auto, cpu or cuda:0");
        var count = CudaCount();
        if (index < count)
        {
            return $"cuda:{index}";
        }

        var reason = count > 0 ? $"this machine has {count} CUDA device{(count == 1 ? "" : "s")}"
            : !File.Exists("/proc/driver/nvidia/version") && OperatingSystem.IsLinux()
                ? "no NVIDIA driver was found, and this build runs models on the CPU"
            : "this build runs models on the CPU";
        throw ErrorCode.DeviceUnavailable.Error(
            $"device {name} is not available: {reason}",
            hint: "SET device = 'auto', or build with -p:TorchBackend=cuda");
    }

    /// <summary>
    /// On Linux a machine without NVIDIA's driver is told without loading libtorch, which takes 0.3 s.
    /// </summary>
    private static int CudaCount() =>
        OperatingSystem.IsLinux() && !File.Exists("/proc/driver/nvidia/version") ? 0 : AskTorch();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int AskTorch()
    {
        TorchRuntime.EnsureLoaded();
        return torch.cuda.is_available() ? torch.cuda.device_count() : 0;
    }
}
