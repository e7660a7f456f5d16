using System.Globalization;
using System.Text.RegularExpressions;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Storage.Delta.Upkeep;

/// <summary>Which files of a table are written anew, and which of them together.</summary>
/// <param name="snapshot">The table.</param>
public sealed partial class FileBins(Snapshot snapshot)
{
    private const string TargetProperty = "delta.targetFileSize";
    private const long TargetDefault = 128L << 20;
    private const long TargetMax = 1L << 50;

    /// <summary>A file of this share of the target is large enough.</summary>
    private const double EnoughShare = 0.75;

    /// <summary>From this share of deleted rows on, reading them costs more than a new file.</summary>
    private const double DeletedShareMax = 0.2;

    private readonly TableField[] partition = [.. snapshot.Metadata.PartitionColumns.Select(
        p => snapshot.Metadata.Schema.Fields.First(f => Identifier.Same(f.Name, p)))];

    /// <summary>How many bytes a file shall have.</summary>
    public long TargetSize { get; } = TargetOf(snapshot.Metadata);

    /// <summary>
    /// Files of one partition that together make one of the wanted size, and those with many deleted rows.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<DataFile>> Small(IEnumerable<DataFile> files) =>
        [.. Packed(files.Where(f => LiveSizeOf(f) < EnoughShare * TargetSize || HasManyDeleted(f)))
            .Where(b => b.Count > 1 || HasManyDeleted(b[0]))];

    /// <summary>Files with deleted rows, those of one partition together as far as the wanted size allows.</summary>
    public IReadOnlyList<IReadOnlyList<DataFile>> WithDeletions(IEnumerable<DataFile> files) =>
        [.. Packed(files.Where(f => f.DeletionVector is not null))];

    /// <summary>All files of each partition that do not lie in one order by these columns.</summary>
    public IReadOnlyList<IReadOnlyList<DataFile>> Unordered(IEnumerable<DataFile> files, IEnumerable<string> columns) =>
        [.. ByPartition(files).Where(g => g.Any(f => !f.IsOrderedBy(columns) || HasManyDeleted(f))
            || g.Select(f => f.OrderId).Distinct().Count() > 1).Select(g => g.ToList())];

    /// <summary>
    /// All files that lie in no cluster yet, and the small ones that do, which thus become larger. What another engine
    /// or other columns have clustered stays.
    /// </summary>
    /// <param name="files">Of a table that is clustered.</param>
    /// <param name="columns">By which columns it is; their physical names.</param>
    public IReadOnlyList<IReadOnlyList<DataFile>> Unclustered(
        IReadOnlyList<DataFile> files, IReadOnlyList<string> columns)
    {
        var isNew = files.Where(f => f.ClusteringProvider is null
            || (f.ClusteringProvider == Clustering.Provider && HasManyDeleted(f))).ToHashSet();
        var small = files.Where(f => !isNew.Contains(f) && IsClustered(f, columns)
            && LiveSizeOf(f) < EnoughShare * TargetSize).ToList();

        // The last file of an order may be small whatever one does; only several orders can become one.
        return isNew.Count == 0 && small.Select(f => f.OrderId).Distinct().Count() < 2 ? [] : [[.. isNew, .. small]];
    }

    /// <summary>All files but those that another engine has clustered in its way; none when they lie well.</summary>
    public IReadOnlyList<IReadOnlyList<DataFile>> Reclustered(
        IReadOnlyList<DataFile> files, IReadOnlyList<string> columns)
    {
        var ours = files.Where(f => f.ClusteringProvider is null or Clustering.Provider).ToList();
        return ours.Any(f => !IsClustered(f, columns) || HasManyDeleted(f))
            || ours.Select(f => f.OrderId).Distinct().Count() > 1 ? [ours] : [];
    }

    private static bool IsClustered(DataFile file, IEnumerable<string> columns) =>
        file.ClusteringProvider == Clustering.Provider && file.IsOrderedBy(columns);

    /// <summary>How many files of the wanted size the rows of these make.</summary>
    public int CountFor(IEnumerable<DataFile> files) =>
        (int)Math.Clamp((files.Sum(LiveSizeOf) + TargetSize - 1) / TargetSize, 1, int.MaxValue);

    /// <summary>How many rows of the file are not deleted; null when nobody knows.</summary>
    public long? LiveRowsOf(DataFile file) =>
        FileColumns.Of(snapshot.PathOf(file)).RowCount - (file.DeletionVector?.Cardinality ?? 0);

    private IEnumerable<IGrouping<string, DataFile>> ByPartition(IEnumerable<DataFile> files) =>
        files.GroupBy(f => string.Join('\0', partition.Select(
            p => f.PartitionValueOf(p, snapshot.Mapping) is { } value ? "=" + value : "")));

    private IEnumerable<IReadOnlyList<DataFile>> Packed(IEnumerable<DataFile> files)
    {
        foreach (var group in ByPartition(files))
        {
            var (bin, size) = (new List<DataFile>(), 0L);
            foreach (var file in group.OrderBy(LiveSizeOf).ThenBy(f => f.Path, StringComparer.Ordinal))
            {
                if (size + LiveSizeOf(file) > TargetSize && bin.Count > 0)
                {
                    yield return bin;
                    (bin, size) = ([], 0);
                }

                bin.Add(file);
                size += LiveSizeOf(file);
            }

            yield return bin;
        }
    }

    private bool HasManyDeleted(DataFile file) => DeletedShareOf(file) > DeletedShareMax;

    private long LiveSizeOf(DataFile file) => (long)(file.Size * (1 - DeletedShareOf(file)));

    private double DeletedShareOf(DataFile file) =>
        file.DeletionVector is { } vector
        && (FileStatistics.Of(file)?.RowCount ?? FileColumns.Of(snapshot.PathOf(file)).RowCount) is > 0 and var rows
            ? Math.Min(1, (double)vector.Cardinality / rows) : 0;

    private static long TargetOf(TableMetadata metadata)
    {
        if (!metadata.Properties.TryGetValue(TargetProperty, out var text))
        {
            return TargetDefault;
        }

        var match = Size().Match(text);
        var power = match.Groups["unit"].Value.ToLowerInvariant() switch { "" => 0, "k" => 1, "m" => 2, _ => 3 };
        return match.Success
            && long.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) is > 0 and var number
                ? (long)Math.Min(number * Math.Pow(1024, power), TargetMax)
                : throw ErrorCode.InvalidOption.Error(
                    $"the table's property {TargetProperty} is {text}, which is no size", hint: "write it as 128mb");
    }

    [GeneratedRegex(@"^\s*(?<number>\d{1,15})\s*((?<unit>[kmg])i?)?b?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Size();
}
