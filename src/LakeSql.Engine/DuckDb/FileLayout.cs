using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Engine.DuckDb;

/// <summary>What is known of how some files of a table are laid out.</summary>
internal sealed class FileLayout
{
    /// <summary>The most footers that are read for one scan.</summary>
    private const int FooterCountMax = 100;

    private readonly Snapshot snapshot;
    private readonly List<string> columns;

    /// <param name="snapshot">The table.</param>
    /// <param name="files">The files.</param>
    /// <param name="isUnknown">True for files that the snapshot does not have, and may not know the like of.</param>
    public FileLayout(Snapshot snapshot, IReadOnlyList<DataFile> files, bool isUnknown)
    {
        this.snapshot = snapshot;
        var stored = snapshot.Metadata.Schema.Fields
            .Where(f => !snapshot.Metadata.PartitionColumns.Contains(f.Name, Identifier.Comparer)).ToList();
        columns = [.. stored.Select(f => f.Name)];
        var statistics = files.Select(FileStatistics.Of).ToList();
        RowCount = statistics.TrueForAll(s => s is not null) ? statistics.Sum(s => s!.RowCount) : null;
        HasMarkedVariants = PhysicalType.HasVariant(snapshot.Metadata) && files.Count > 0
            && MarkOf(snapshot, files[0]) == VariantMark.Marked;
        Fields = StructWitnesses.Of(snapshot, files);
        IsComplete = !isUnknown && snapshot.Mapping == ColumnMapping.None && !snapshot.MayHaveNarrowerTypes
            && stored.TrueForAll(c => HasNoFields(c.DataType) && !RowPlace.IsReaders(c.Name))
            && HaveAllColumns(files, statistics);
    }

    /// <summary>How many rows the files hold; null when the log does not say.</summary>
    public long? RowCount { get; }

    /// <summary>The table's fields as the reader is asked for them.</summary>
    public Sequence<TableField> Fields { get; }

    /// <summary>True for a field of the table that the reader gives as it is asked for.</summary>
    public bool IsAsAsked(TableField field) => ReferenceEquals(Fields, snapshot.Metadata.Schema.Fields)
        || Fields.Any(f => ReferenceEquals(f.Type, field.Type));

    /// <summary>True when every file is known to have every column under its own name and in its own type.</summary>
    public bool IsComplete { get; }

    /// <summary>True when the engine knows the files' variants as such; files of one layout are all alike.</summary>
    public bool HasMarkedVariants { get; }

    /// <summary>How a file of a table with variants marks them.</summary>
    /// <exception cref="LakeSqlException">
    /// LSQ4003 where what was taken out of a variant would be missing from it.
    /// </exception>
    public static VariantMark MarkOf(Snapshot snapshot, DataFile file) =>
        FileColumns.Of(snapshot.PathOf(file)).Variants is var mark && mark != VariantMark.ShreddedUnmarked ? mark
            : throw ErrorCode.UnsupportedTableFeature.Error(
                $"the table has shredded variants without the mark of one, which LakeSql does not read: "
                + snapshot.Directory);

    /// <summary>Nothing is known of which fields a struct has.</summary>
    private static bool HasNoFields(DataType type) => type switch
    {
        PrimitiveType or DecimalType => true,
        ArrayType a => HasNoFields(a.Element),
        MapType m => HasNoFields(m.Key) && HasNoFields(m.Value),
        _ => false,
    };

    /// <summary>
    /// The statistics of other engines are not trusted with this: some name columns that are not there.
    /// </summary>
    private bool HaveAllColumns(IReadOnlyList<DataFile> files, List<FileStatistics?> statistics)
    {
        var footerCount = 0;
        for (var i = 0; i < files.Count; i++)
        {
            if (files[i].IsOurs && statistics[i] is { } known && columns.TrueForAll(c => HasValue(known, c)))
            {
                continue;
            }

            var path = snapshot.PathOf(files[i]);
            footerCount += FileColumns.IsKnown(path) ? 0 : 1;
            if (footerCount > FooterCountMax || !columns.TrueForAll(FileColumns.Of(path).Names.Contains))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A column of which the file holds a value is there; one that is NULL throughout may be absent.</summary>
    private static bool HasValue(FileStatistics statistics, string column) =>
        statistics.Columns.TryGetValue(column, out var known) && known.NullCount < statistics.RowCount;
}
