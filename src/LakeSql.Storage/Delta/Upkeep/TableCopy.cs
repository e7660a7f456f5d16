using LakeSql.Common.Errors;
using LakeSql.Storage.Delta.DeletionVectors;
using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Volumes;

namespace LakeSql.Storage.Delta.Upkeep;

/// <summary>Copies the files of a table into the directory of another, which then stands on its own.</summary>
public static class TableCopy
{
    /// <summary>The copies, which no commit names yet; they are on the disk when one does.</summary>
    /// <param name="source">The table.</param>
    /// <param name="directory">Where to.</param>
    /// <param name="report">Told how many files are copied.</param>
    /// <param name="cancellationToken">Stops it between two files; what is copied by then goes.</param>
    /// <exception cref="LakeSqlException">LSQ2018 when a file is gone, LSQ6007 when copying fails.</exception>
    public static IReadOnlyList<DataFile> Make(
        Snapshot source, string directory, Action<int> report, CancellationToken cancellationToken)
    {
        var copies = new List<DataFile>(source.Files.Count);
        try
        {
            foreach (var file in source.Files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                report(copies.Count);
                copies.Add(Copy(source, file, directory));
            }

            return WithDeletions(source, copies, directory);
        }
        catch (Exception e)
        {
            Discard(copies, directory);
            if (e is FileNotFoundException or DirectoryNotFoundException)
            {
                source.RequireFiles("the table");
            }

            throw e is IOException or UnauthorizedAccessException
                ? ErrorCode.IoFailed.Error($"a file of the table cannot be copied: {e.Message}") : e;
        }
    }

    /// <summary>The files where they are, as the log of another table names them.</summary>
    public static IReadOnlyList<DataFile> Refer(Snapshot source) => [.. source.Files.Select(f => f with
    {
        Path = source.Places.Elsewhere(source.PathOf(f)), LogPath = null,
        DeletionVector = Refer(source, f.DeletionVector),
    })];

    /// <summary>True when a file of the table, or a list of its deleted rows, lies in the directory.</summary>
    public static bool UsesFilesIn(Snapshot table, string directory) => table.Files.Any(f =>
        PathText.IsWithin(table.PathOf(f), directory)
        || (f.DeletionVector is { } vector && DeletionVectorFile.PathOf(table.Places, vector) is { } path
            && PathText.IsWithin(path, directory)));

    /// <summary>Takes new files back that no commit names.</summary>
    public static void Discard(IEnumerable<DataFile> files, string directory)
    {
        foreach (var file in files)
        {
            File.Delete(Path.Combine(directory, file.Path));
        }
    }

    /// <summary>Under another name: the directory may hold an earlier copy of the same file.</summary>
    private static DataFile Copy(Snapshot source, DataFile file, string directory)
    {
        var from = source.PathOf(file);
        var below = Path.GetDirectoryName(source.Places.Below(from))!;
        var path = Path.Combine(below, $"part-{Guid.CreateVersion7():N}.parquet");
        var to = Path.Combine(directory, path);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);

        // A copy would keep the time of its original, and look like something left behind long ago.
        File.SetLastWriteTimeUtc(to, DateTime.UtcNow);
        var copy = new FileInfo(to);
        return file with
        {
            Path = path.Replace('\\', '/'), LogPath = null, Size = copy.Length,
            ModificationTime = copy.LastWriteTimeUtc, BaseRowId = null, RowCommitVersion = null,
        };
    }

    private static DeletionVectorDescriptor? Refer(Snapshot source, DeletionVectorDescriptor? vector) =>
        vector is null || DeletionVectorFile.PathOf(source.Places, vector) is not { } path ? vector
            : vector with { StorageType = "p", PathOrInlineDv = DataPath.Encode(source.Places.Elsewhere(path)) };

    /// <summary>The lists of deleted rows, wherever the source keeps them, go into one new file.</summary>
    private static List<DataFile> WithDeletions(Snapshot source, List<DataFile> copies, string directory)
    {
        var rows = source.Files.Select(source.DeletedRowsOf).OfType<DeletedRows>().ToList();
        var vectors = rows.Count == 0 ? [] : DeletionVectorFile.Write(directory, rows);
        var next = 0;
        return [.. copies.Select(c => c.DeletionVector is null ? c : c with { DeletionVector = vectors[next++] })];
    }
}
