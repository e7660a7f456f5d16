using LakeSql.Common.Errors;
using LakeSql.Storage.Durability;

namespace LakeSql.Storage.Volumes;

/// <summary>
/// A file that is written beside its place and takes it when it is whole: nobody sees a part of it, and what stood
/// there stays when the writing fails.
/// </summary>
public sealed class PartialFile : IDisposable
{
    private const string NameEnd = ".lakesql-partial";

    private readonly string target;
    private readonly string directory;

    /// <summary>Makes the directory of the file where it is not there.</summary>
    /// <exception cref="LakeSqlException">LSQ2019 for the name of a device.</exception>
    public PartialFile(string target)
    {
        this.target = System.IO.Path.GetFullPath(target);
        directory = System.IO.Path.GetDirectoryName(this.target)!;
        if (RegularFile.IsDevice(this.target))
        {
            // A file that takes such a name is a loss for all.
            throw ErrorCode.InvalidPath.Error($"{target} is no place for files");
        }

        Directory.CreateDirectory(directory);
        Path = System.IO.Path.Combine(directory, $".{Guid.NewGuid():N}{NameEnd}");
    }

    /// <summary>What is to be written. Readers pass it over.</summary>
    public string Path { get; }

    /// <summary>True for the name of a file that is not whole.</summary>
    public static bool IsNameOf(string name) =>
        name.StartsWith('.') && name.EndsWith(NameEnd, StringComparison.Ordinal);

    /// <summary>The name comes only when the bytes are down, so a crash leaves the whole file or none.</summary>
    public void Finish(bool overwrite)
    {
        DurableFile.SyncFile(Path);
        DiskSteps.Before("move");
        File.Move(Path, target, overwrite);
        DurableFile.SyncDirectory(directory);
    }

    /// <summary>Takes away what was written in vain.</summary>
    public void Dispose() => DurableFile.Forget(Path);
}
