using LakeSql.Common.Errors;
using LakeSql.Storage.Durability;

namespace LakeSql.Storage.Volumes;

/// <summary>A file or directory of a volume.</summary>
/// <param name="RelativePath">Below the volume's root, with forward slashes.</param>
/// <param name="Length">Bytes; 0 for a directory.</param>
/// <param name="ModificationTime">Last change.</param>
/// <param name="IsDirectory">True for a directory.</param>
public sealed record VolumeFile(string RelativePath, long Length, DateTimeOffset ModificationTime, bool IsDirectory);

/// <summary>The files of a volume. No path leads out of it, neither by <c>..</c> nor by a link.</summary>
/// <param name="root">The volume's directory.</param>
public sealed class VolumeDirectory(string root)
{
    private const int CopyBufferLength = 1 << 20;

    private readonly string fullRoot = Path.GetFullPath(root).TrimEnd(Path.DirectorySeparatorChar);

    /// <summary>The absolute path of a file of the volume, whether it exists or not.</summary>
    /// <exception cref="LakeSqlException">LSQ2019 when the path leads out of the volume.</exception>
    public string Resolve(string relative)
    {
        if (relative.Contains('\0') || relative.Split('/', '\\').Contains(".."))
        {
            throw Escape(relative);
        }

        var path = Path.GetFullPath(Path.Combine(fullRoot, relative.TrimStart('/')));
        if (path != fullRoot && !path.StartsWith(fullRoot + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw Escape(relative);
        }

        return Links.IsCrossed(fullRoot, path) ? throw Escape(relative) : path;
    }

    /// <summary>The absolute path of a file that is to be written.</summary>
    /// <exception cref="LakeSqlException">
    /// LSQ2019 when the path leads out of the volume, or has the name of what readers pass over.
    /// </exception>
    public string ResolveNew(string relative)
    {
        var path = Resolve(relative);
        return relative.Split('/').Any(PartialFile.IsNameOf)
            ? throw ErrorCode.InvalidPath.Error(
                $"{relative} has the name of a file that is not whole", hint: "choose another name")
            : path;
    }

    /// <summary>The files at a path: itself when it is a file, else what it holds.</summary>
    /// <exception cref="LakeSqlException">LSQ2018 when there is nothing at the path.</exception>
    /// <exception cref="OperationCanceledException">While they are walked through.</exception>
    public IEnumerable<VolumeFile> List(
        string relative, bool recursive, CancellationToken cancellationToken = default)
    {
        var path = Resolve(relative);
        if (File.Exists(path))
        {
            return [Entry(new FileInfo(path))];
        }

        if (!Directory.Exists(path))
        {
            throw ErrorCode.FileNotFound.Error($"{relative} does not exist in the volume");
        }

        var options = new EnumerationOptions
        {
            RecurseSubdirectories = recursive,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = false,
        };
        return new DirectoryInfo(path).EnumerateFileSystemInfos("*", options)
            .Where(e =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return !PartialFile.IsNameOf(e.Name);
            })
            .Select(Entry);
    }

    /// <summary>Copies a local file in; nobody sees a part of it.</summary>
    /// <exception cref="LakeSqlException">LSQ2010 when a file is there and is not to be overwritten.</exception>
    public void Put(string sourceFile, string relative, bool overwrite, CancellationToken cancellationToken)
    {
        var target = ResolveNew(relative);
        if (!overwrite && File.Exists(target))
        {
            throw ErrorCode.AlreadyExists.Error($"{relative} exists already", hint: "add OVERWRITE");
        }

        Copy(sourceFile, target, overwrite, cancellationToken);
    }

    /// <summary>Copies a file of the volume out.</summary>
    /// <exception cref="LakeSqlException">LSQ2018 when it is absent, LSQ2010 when the destination is there.</exception>
    public void Get(string relative, string destination, bool overwrite, CancellationToken cancellationToken)
    {
        var source = Resolve(relative);
        if (!File.Exists(source))
        {
            throw ErrorCode.FileNotFound.Error($"{relative} does not exist in the volume");
        }

        if (!overwrite && File.Exists(destination))
        {
            throw ErrorCode.AlreadyExists.Error($"{destination} exists already", hint: "add OVERWRITE");
        }

        Copy(source, destination, overwrite, cancellationToken);
    }

    /// <summary>Deletes a file, or a directory with all in it.</summary>
    /// <exception cref="LakeSqlException">LSQ2018 when it is absent.</exception>
    public void Remove(string relative)
    {
        var path = Resolve(relative);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
        else if (Directory.Exists(path) && path != fullRoot)
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            throw ErrorCode.FileNotFound.Error($"{relative} does not exist in the volume");
        }
    }

    private static void Copy(string source, string target, bool overwrite, CancellationToken cancellationToken)
    {
        try
        {
            using var from = RegularFile.OpenRead(source);
            using var partial = new PartialFile(target);
            CopyBytes(from, partial.Path, cancellationToken);
            partial.Finish(overwrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LakeSqlException(
                ErrorCode.IoFailed, $"copying {Path.GetFileName(source)} failed", SourceSpan.None, null, e)
            {
                Detail = e.Message,
            };
        }
    }

    private static void CopyBytes(FileStream from, string target, CancellationToken cancellationToken)
    {
        using var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var buffer = new byte[CopyBufferLength];
        int count;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            count = from.Read(buffer);
            to.Write(buffer.AsSpan(0, count));
        }
        while (count > 0);
    }

    private VolumeFile Entry(FileSystemInfo entry) => new(
        Path.GetRelativePath(fullRoot, entry.FullName).Replace(Path.DirectorySeparatorChar, '/'),
        entry is FileInfo file ? file.Length : 0,
        entry.LastWriteTimeUtc,
        entry is DirectoryInfo);

    private static LakeSqlException Escape(string relative) =>
        ErrorCode.InvalidPath.Error($"{relative} leads out of the volume");
}
