using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Changes;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Storage.Volumes;

namespace LakeSql.Planner.Bound;

/// <summary>
/// Rows read from outside the plan. It cannot be rendered before the authorizer has given it a policy.
/// </summary>
public abstract class TableScan(IReadOnlyList<ColumnDefinition> columns)
{
    private ScanPolicy? policy;

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; private protected set; } = columns;

    /// <summary>Which rows and values the reader may see.</summary>
    /// <exception cref="LakeSqlException">LSQ9001 when the authorizer has not seen this scan.</exception>
    public ScanPolicy Policy =>
        policy ?? throw ErrorCode.Internal.Error($"the scan of {Describe()} carries no policy");

    /// <summary>
    /// The view or function in the statement that reads this for its owner; null when the statement itself does.
    /// </summary>
    public string? View { get; internal set; }

    /// <summary>What the reader sees of the stored rows; null when the table has no policy.</summary>
    public VisibleRows? Visible { get; internal set; }

    /// <summary>
    /// True when rows are only moved between files or looked at for the table's own sake: nobody is shown them.
    /// </summary>
    public bool IsForUpkeep { get; internal set; }

    /// <summary>The table whose policy holds for the rows; null where none can.</summary>
    public virtual Securable? Governed => null;

    /// <summary>False when the statement's conditions may be asked of rows that are deleted.</summary>
    public bool NeedsBarrier { get; internal set; } = true;

    /// <summary>
    /// True when neither what the files are known to hold nor a condition of the statement may decide what is read.
    /// </summary>
    public bool IsWalled { get; internal set; }

    /// <summary>
    /// True when the engine is told nothing of the values in the files: by their bounds it decides how rows are
    /// grouped, sorted and joined, and so in which order they come, and which of several that tie.
    /// </summary>
    public bool IsBlind { get; internal set; }

    /// <summary>
    /// True when the statement gets copies of the values that it is shown: what it computes it would compute else of
    /// all values in a file's dictionary, as <c>CalmExpressions</c> says.
    /// </summary>
    public bool IsCopied { get; internal set; }

    /// <summary>True when its policy itself computes what must not be computed of deleted or hidden rows.</summary>
    public bool CopiesForPolicy { get; internal set; }

    /// <summary>
    /// Tells what can be asked of every stored row, where the statement reads nothing else than this and nothing in it
    /// can fail without rows: such conditions may be asked behind the wall, and then leave out files as well. Beside
    /// other rows the number of those that are left would show in the order in which the engine takes them.
    /// </summary>
    internal HarmlessConditions? AloneUnder { get; set; }

    /// <summary>True when no condition, of the statement or of a policy, may be asked of deleted rows.</summary>
    public bool WallsDeletedRows => NeedsBarrier || IsRestricted;

    /// <summary>True when the reader does not see the rows as they are stored.</summary>
    public bool IsRestricted => Visible is { IsAll: false };

    /// <summary>True for files that others than the lake may have written.</summary>
    internal virtual bool IsOfOthersFiles => false;

    private protected static bool MayBeOfOthers(Securable table) =>
        table.OutsidePath is not null || table.CloneSources.Count > 0;

    /// <summary>One line for EXPLAIN.</summary>
    public abstract string Describe();

    internal void Attach(ScanPolicy value) => policy = value;

    /// <summary>LSQ1004 when others made columns that the engine would need too long for.</summary>
    internal virtual void RequireReadable()
    {
    }

    /// <summary>The same for rows that lie in files of Parquet.</summary>
    /// <param name="name">What they belong to.</param>
    private protected void RequireReadable(string name)
    {
        if (Columns.FirstOrDefault(c => !Nesting.IsReadable(c)) is { } deep)
        {
            throw ErrorCode.NestedTooDeep.Error(View is null
                ? $"column {Identifier.Quote(deep.Name)} of {name} has more than {Nesting.ListsMax} lists and maps "
                    + "within one another: it cannot be read"
                : $"a table of {View} has columns that are nested too deep to be read");
        }
    }
}

/// <summary>A Delta table at a version.</summary>
public sealed class DeltaScan(Securable? table, string fullName, Snapshot snapshot)
    : TableScan([.. snapshot.Metadata.Columns])
{
    /// <summary>The table; null where a path was read at which no table of the lake lies.</summary>
    public Securable? Table { get; } = table;

    /// <inheritdoc/>
    public override Securable? Governed => Table;

    /// <summary>Its full name, or the path.</summary>
    public string FullName => fullName;

    internal override bool IsOfOthersFiles => Table is null || MayBeOfOthers(Table);

    /// <summary>The pinned version.</summary>
    public Snapshot Snapshot { get; private set; } = snapshot;

    /// <summary>The same as it was pinned, without columns that are hidden.</summary>
    public Snapshot Pinned { get; } = snapshot;

    /// <summary>
    /// The name of the hidden column that tells that of a row, which the scan has from now on; null where the table
    /// does not track its rows.
    /// </summary>
    internal string? ColumnOf(RowTrace trace)
    {
        if (Snapshot.Metadata.Schema.Fields.All(f => f.Trace == RowTrace.None))
        {
            Snapshot = Snapshot.Traced();
            Columns = [.. Snapshot.Metadata.Columns];
        }

        return Snapshot.Metadata.Schema.Fields.FirstOrDefault(f => f.Trace == trace)?.Name;
    }

    /// <inheritdoc/>
    public override string Describe() => Describe(Snapshot.Files.Count);

    internal override void RequireReadable() => RequireReadable(fullName);

    /// <summary>LSQ2018 when a file of the version is gone; of what a view reads only that is told.</summary>
    public void RequireFiles() => Snapshot.RequireFiles(View is null ? fullName : $"a table of {View}");

    /// <summary>One line for EXPLAIN of a scan that reads only some of the files.</summary>
    public string Describe(int fileCount)
    {
        if (IsRestricted)
        {
            // How many files a condition needs tells of rows that are not shown.
            return $"{fullName}@v{Snapshot.Version} (restricted)";
        }

        var all = Snapshot.Files.Count;
        var part = fileCount == all ? "" : $"{fileCount} of ";
        return $"{fullName}@v{Snapshot.Version} ({part}{all} file{(all == 1 ? "" : "s")})";
    }
}

/// <summary>The rows that versions of a Delta table brought and took away.</summary>
/// <param name="table">The table.</param>
/// <param name="fullName">Its full name.</param>
/// <param name="snapshot">The last of the versions, whose columns count for all.</param>
/// <param name="first">The first of them.</param>
/// <param name="files">What they changed.</param>
public sealed class ChangesScan(
    Securable table, string fullName, Snapshot snapshot, long first, IReadOnlyList<ChangedFile> files)
    : TableScan([.. snapshot.Metadata.Columns, .. ChangeColumns])
{
    /// <summary>What was done, in which version, and when; after the columns of the table.</summary>
    public static readonly IReadOnlyList<ColumnDefinition> ChangeColumns =
    [
        new("_change_type", PrimitiveType.String), new("_commit_version", PrimitiveType.BigInt),
        new("_commit_timestamp", PrimitiveType.Timestamp),
    ];

    /// <inheritdoc/>
    public override Securable? Governed => Table;

    /// <summary>The table.</summary>
    public Securable Table { get; } = table;

    /// <summary>The last of the versions.</summary>
    public Snapshot Snapshot { get; } = snapshot;

    /// <summary>What they changed.</summary>
    public IReadOnlyList<ChangedFile> Files { get; } = files;

    internal override bool IsOfOthersFiles => MayBeOfOthers(Table);

    internal override void RequireReadable() => RequireReadable(fullName);

    /// <summary>LSQ2018 when a file that tells of the changes is gone.</summary>
    public void RequireFiles()
    {
        foreach (var change in Files)
        {
            if (Snapshot.MissingOf([change.File]) is { } missing)
            {
                throw ErrorCode.FileNotFound.Error(
                    $"the changes of {fullName} in version {change.Version} cannot be read: {missing} is gone",
                    hint: "VACUUM keeps the files of younger versions");
            }
        }
    }

    /// <inheritdoc/>
    public override string Describe() => $"changes of {fullName} in versions {first} to {Snapshot.Version} "
        + (IsRestricted ? "(restricted)" : $"({Files.Count} files)");
}

/// <summary>Rows that LakeSql makes itself: <c>system.*</c> and <c>information_schema.*</c>.</summary>
public sealed class SystemScan(string schema, string name, string? catalog, IReadOnlyList<ColumnDefinition> columns)
    : TableScan(columns)
{
    /// <summary>The schema in the <c>system</c> catalog, or <c>information_schema</c>.</summary>
    public string Schema { get; } = schema;

    /// <summary>The table's name.</summary>
    public string Name { get; } = name;

    /// <summary>The catalog whose <c>information_schema</c> is read; null for <c>system</c> tables.</summary>
    public string? Catalog { get; } = catalog;

    /// <inheritdoc/>
    public override string Describe() => $"{Catalog ?? "system"}.{Schema}.{Name}";
}

/// <summary>Files of a volume read as rows: <c>read_files('/Volumes/…', format =&gt; 'csv')</c>.</summary>
public sealed class FilesScan(string path, FileFormat format, IReadOnlyList<VolumeFilePath> files,
    IReadOnlyDictionary<string, string> options, IReadOnlyList<ColumnDefinition> columns) : TableScan(columns)
{
    /// <summary>The path as the statement gave it.</summary>
    public string Source { get; } = path;

    /// <summary>The format.</summary>
    public FileFormat Format { get; } = format;

    /// <summary>The files.</summary>
    public IReadOnlyList<VolumeFilePath> Files { get; } = files;

    internal override bool IsOfOthersFiles => true;

    /// <summary>Options that the engine's reader takes, checked against a list.</summary>
    public IReadOnlyDictionary<string, string> Options { get; } = options;

    internal override void RequireReadable()
    {
        if (Format == FileFormat.Parquet)
        {
            RequireReadable(Source);
        }
    }

    /// <inheritdoc/>
    public override string Describe() => $"{Source} as {Format.ToString().ToLowerInvariant()} ({Files.Count} files)";
}

/// <summary>A file of a volume: where it lies, and how users name it.</summary>
/// <param name="LocalPath">Absolute path on this machine.</param>
/// <param name="VolumePath"><c>/Volumes/catalog/schema/volume/…</c></param>
/// <param name="Length">Bytes.</param>
/// <param name="ModificationTime">Last change.</param>
public sealed record VolumeFilePath(string LocalPath, string VolumePath, long Length, DateTimeOffset ModificationTime)
{
    /// <summary>The same, refused where a reader would wait for a pipe.</summary>
    /// <exception cref="LakeSqlException">LSQ2019.</exception>
    public VolumeFilePath Readable(SourceSpan span)
    {
        RegularFile.Require(LocalPath, Length, VolumePath, span);
        return this;
    }
}

/// <summary>Formats of <c>read_files</c>.</summary>
public enum FileFormat
{
#pragma warning disable CS1591
    Csv, Json, Parquet, Text, BinaryFile,
#pragma warning restore CS1591
}
