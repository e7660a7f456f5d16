using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Storage.Delta.DeletionVectors;
using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Storage.Delta;

/// <summary>A table as of one version. It never changes, whatever is committed later.</summary>
public sealed class Snapshot
{
    /// <summary>As many rows as a file is taken to have of which the log does not say.</summary>
    private const long RowsOfUnknown = 100_000;

    private readonly Lazy<IReadOnlyList<DataFile>> files;
    private readonly Lazy<long> rowCountGuess;

    internal Snapshot(
        string directory, long version, DateTimeOffset timestamp, LogState state, TableMetadata metadata)
    {
        Places = new TablePlaces(directory, []);
        Version = version;
        Timestamp = timestamp;
        State = state;
        Metadata = metadata;
        Protocol = LogActions.Protocol(state.Protocol!);
        Mapping = Protocol.MinReaderVersion < 2 ? ColumnMapping.None : metadata.Mapping;
        files = new Lazy<IReadOnlyList<DataFile>>(() => [.. state.Files]);
        rowCountGuess = new Lazy<long>(() => Files.Sum(f => FileStatistics.Of(f)?.RowCount ?? RowsOfUnknown));
    }

    private Snapshot(Snapshot other, TableMetadata metadata, TablePlaces places)
        : this(other.Directory, other.Version, other.Timestamp, other.State, metadata)
    {
        Places = places;
        files = other.files;
        rowCountGuess = other.rowCountGuess;
    }

    /// <summary>About how many rows the files hold, deleted ones included.</summary>
    public long RowCountGuess => rowCountGuess.Value;

    /// <summary>The table's directory, absolute.</summary>
    public string Directory => Places.Root;

    /// <summary>The version, counted from 0.</summary>
    public long Version { get; }

    /// <summary>When the version was committed, as time travel counts it.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>Columns, properties and the rest that is not rows.</summary>
    public TableMetadata Metadata { get; }

    /// <summary>The files that hold the rows.</summary>
    public IReadOnlyList<DataFile> Files => files.Value;

    /// <summary>What readers and writers of the table must know.</summary>
    public Protocol Protocol { get; }

    /// <summary>True when the protocol has the feature of that name.</summary>
    public bool Supports(string feature) =>
        TableFeature.FindWritten(feature) is { } known && ProtocolRules.Has(Protocol, known.Name);

    /// <summary>True when a column's type may have been widened since a file was written.</summary>
    public bool MayHaveNarrowerTypes => Protocol.ReaderFeatures.Any(ProtocolRules.IsTypeWidening);

    /// <summary>
    /// True when rows are deleted by a list of them, instead of by writing their files anew. The property alone does
    /// not do: whoever reads by a protocol without the feature would see the rows.
    /// </summary>
    public bool ListsDeletions =>
        Metadata.IsOn(TableMetadata.DeletionVectorsProperty) && ProtocolRules.Has(Protocol, "deletionVectors");

    /// <summary>True when changes are told row by row.</summary>
    public bool TellsChanges =>
        Metadata.IsOn(TableMetadata.ChangeDataProperty) && ProtocolRules.Has(Protocol, "changeDataFeed");

    /// <summary>True when rows keep their numbers wherever they are moved.</summary>
    internal bool TracksRows => RowTracking.IsOn(Metadata) && ProtocolRules.Has(Protocol, "rowTracking");

    /// <summary>
    /// The version for a statement that moves or changes rows: where rows are tracked, with two hidden columns behind
    /// the others that tell what each is known by.
    /// </summary>
    public Snapshot Traced() => TracksRows
        ? new Snapshot(this, RowTracking.Traced(Metadata), Places) : this;

    /// <summary>
    /// True when the hidden columns must be looked for in the file. They have no ids: where other columns go by these,
    /// that is a question of the file.
    /// </summary>
    public bool MayHoldTraces(DataFile file) =>
        Metadata.Mapping != ColumnMapping.Id || RowTracking.IsKeptIn(file, this);

    /// <summary>True when commits record themselves when they were made.</summary>
    internal bool RecordsInstants => Metadata.IsOn(TableMetadata.CommitInstantsProperty)
        && ProtocolRules.Has(Protocol, "inCommitTimestamp");

    /// <summary>True when a commit up to this version has done the thing of that name.</summary>
    public bool HasDone(string name) => State.HasTransaction(name);

    /// <summary>What a feature of writers keeps of the table under that name; null when nothing is there.</summary>
    public string? Domain(string name) => State.Domain(name);

    internal LogState State { get; }

    /// <summary>Where the files may lie.</summary>
    internal TablePlaces Places { get; }

    /// <summary>The same version, some files of which may lie in the directories of other tables.</summary>
    internal Snapshot With(IReadOnlyList<SourceDirectory> sources) =>
        new(this, Metadata, new TablePlaces(Directory, sources));

    /// <summary>Where the file is, absolute.</summary>
    /// <exception cref="LakeSqlException">
    /// LSQ4002 or LSQ4003 when that is outside the table's directory and those of its sources.
    /// </exception>
    public string PathOf(DataFile file) => Places.Resolve(file.Path);

    /// <summary>Which of the file's rows are deleted; null when none are.</summary>
    /// <exception cref="LakeSqlException">
    /// LSQ4002 when the list is damaged, LSQ2018 when it is gone, LSQ6007 when it cannot be read.
    /// </exception>
    public DeletedRows? DeletedRowsOf(DataFile file)
    {
        try
        {
            return file.DeletionVector is { } vector ? DeletionVectorFile.Read(Places, vector) : null;
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.FileNotFound)
        {
            throw Gone("the table", ListOf(file));
        }
    }

    /// <summary>LSQ4003 when a commit would be refused, before anybody writes files for it.</summary>
    public void RequireWritable() => ProtocolRules.CheckWritable(this);

    /// <summary>LSQ2018 when a file of this version is gone, as VACUUM may have taken it.</summary>
    /// <param name="name">The table, as people call it.</param>
    public void RequireFiles(string name)
    {
        if (MissingOf(Files) is { } missing)
        {
            throw Gone(name, missing);
        }
    }

    /// <summary>What is gone of some files of this version, in words; null when all is there.</summary>
    public string? MissingOf(IEnumerable<DataFile> files) => files
        .Select(f => !File.Exists(PathOf(f)) ? $"file {f.Path}"
            : f.DeletionVector is { } vector && DeletionVectorFile.PathOf(Places, vector) is { } path
                && !File.Exists(path) ? ListOf(f) : null)
        .FirstOrDefault(m => m is not null);

    /// <summary>How the columns are found; the property says nothing before the protocol knows of it.</summary>
    public ColumnMapping Mapping { get; }

    /// <summary>The metadata of a replayed state, once the state is known to be complete and readable.</summary>
    internal static TableMetadata Check(LogState state, string directory)
    {
        var protocol = LogActions.Protocol(Required(state.Protocol, "protocol", directory));

        // The protocol is judged before the schema is read, since an unknown feature may change what a schema is.
        ProtocolRules.CheckReadable(protocol, directory);
        var action = Required(state.Metadata, "metaData", directory);
        ProtocolRules.CheckFormat(action, directory);
        var metadata = LogActions.Metadata(action);
        var names = metadata.Columns.Select(c => c.Name).ToList();
        if (names.Distinct(Identifier.Comparer).Count() < names.Count)
        {
            throw ErrorCode.LogCorrupt.Error(
                $"the log of {directory} names a column twice: {string.Join(", ", names)}");
        }

        return metadata.PartitionColumns.FirstOrDefault(p => !names.Contains(p, Identifier.Comparer)) is { } unknown
            ? throw ErrorCode.LogCorrupt.Error($"the log of {directory} partitions by {unknown}, which is no column")
            : metadata;
    }

    private static string ListOf(DataFile file) => $"list of deleted rows of {file.Path}";

    private LakeSqlException Gone(string table, string what) => ErrorCode.FileNotFound.Error(
        $"version {Version} of {table} cannot be read: its {what} is gone",
        hint: "VACUUM deletes the files of old versions; read a newer one");

    private static JsonObject Required(JsonObject? action, string name, string directory) =>
        action ?? throw ErrorCode.LogCorrupt.Error($"the log of {directory} holds no {name} action");
}
