using LakeSql.Common.Errors;
using LakeSql.Storage.Delta.Changes;
using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Delta.Pruning;
using LakeSql.Storage.Delta.Upkeep;
using LakeSql.Storage.Durability;
using LakeSql.Storage.Volumes;

namespace LakeSql.Storage.Delta;

/// <summary>A Delta table in a directory: its versions, its history, and the way to add a version.</summary>
/// <remarks>
/// It reads and writes only the log. The data files belong to the engine above, which writes them before the commit
/// that names them.
/// </remarks>
public sealed class DeltaTable
{
    private readonly string root;
    private readonly Lazy<Snapshot>? newest;
    private readonly long? last;
    private readonly IReadOnlyList<Snapshot> staged = [];

    private readonly IReadOnlyList<SourceDirectory> sources;

    /// <summary>The newest snapshot as all know it, and as a clone has it.</summary>
    private Tuple<Snapshot, Snapshot>? latestOwn;

    /// <summary>The table as it is on the disk at each moment.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="sources">
    /// The directories of other tables in which files of it may lie: it is a shallow clone.
    /// </param>
    public DeltaTable(string directory, IReadOnlyList<SourceDirectory> sources)
    {
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        this.sources = sources;
    }

    /// <summary>A table whose files all lie in its own directory.</summary>
    public DeltaTable(string directory) : this(directory, [])
    {
    }

    private DeltaTable(
        string root, IReadOnlyList<SourceDirectory> sources, Func<Snapshot> newest, long? last,
        IReadOnlyList<Snapshot> staged)
    {
        this.root = root;
        this.sources = sources;
        this.last = last;
        this.staged = staged;
        this.newest = new Lazy<Snapshot>(newest);
    }

    /// <summary>The same table, but its newest version stays the one that is asked for first.</summary>
    public DeltaTable AsFirstSeen() => new(root, sources, Latest, last, staged);

    /// <summary>The same table for whom later versions do not exist.</summary>
    public DeltaTable UpTo(long version) => new(root, sources, () => At(version), version, []);

    /// <summary>The same table for whom some versions exist that are not committed yet.</summary>
    /// <param name="newest">The newest version that is committed.</param>
    /// <param name="uncommitted">Those that follow it, in order.</param>
    public DeltaTable With(Snapshot newest, IReadOnlyList<Snapshot> uncommitted) =>
        new(root, sources, () => uncommitted.Count > 0 ? uncommitted[^1] : newest, newest.Version, uncommitted);

    /// <summary>Asked which old versions stay readable when the log is shortened.</summary>
    public Func<IEnumerable<long>> Pinned { get; init; } = () => [];

    /// <summary>True when the directory has a log.</summary>
    public static bool Exists(string directory) =>
        LogDirectory.TryOpen(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))) is { IsEmpty: false };

    /// <summary>The newest version.</summary>
    /// <exception cref="LakeSqlException">LSQ4004 when there is no log, LSQ4002 when it is damaged.</exception>
    public Snapshot Latest()
    {
        if (newest is not null)
        {
            return newest.Value;
        }

        var latest = SnapshotCache.Latest(root);
        if (sources.Count == 0)
        {
            return latest;
        }

        // The same object each time, as plans are kept for as long as it is.
        var known = latestOwn;
        if (known is null || !ReferenceEquals(known.Item1, latest))
        {
            latestOwn = known = Tuple.Create(latest, latest.With(sources));
        }

        return known.Item2;
    }

    /// <summary>The number of the newest version that is committed.</summary>
    public long LatestVersion() => last ?? LogDirectory.Open(root).Latest;

    /// <summary>The table as of a version.</summary>
    /// <exception cref="LakeSqlException">LSQ2301 when the log has no such version.</exception>
    public Snapshot At(long version)
    {
        if (staged.FirstOrDefault(s => s.Version == version) is { } uncommitted)
        {
            return uncommitted;
        }

        var log = LogDirectory.Open(root);
        if (version < log.Earliest || version > LastOf(log))
        {
            throw ErrorCode.VersionNotFound.Error(
                $"version {version} of {root} does not exist",
                hint: $"versions {log.Earliest}–{LastOf(log)} are available");
        }

        return version == log.Latest && newest is null && Latest() is var latest && latest.Version == version
            ? latest
            : Own(SnapshotReader.Load(log, version));
    }

    /// <summary>The table as of an instant: the newest version that was committed by then.</summary>
    /// <exception cref="LakeSqlException">LSQ2302 when the instant lies before the first version.</exception>
    public Snapshot AsOf(DateTimeOffset instant)
    {
        var log = LogDirectory.Open(root);
        var earliest = log.Earliest;
        var metadata = Latest().Metadata;
        var timeline = SnapshotReader.Guarded(
            root, () => CommitTimeline.Of(log, metadata)
                .Where(e => e.Version >= earliest && e.Version <= LastOf(log)).ToList());
        var at = timeline.FindLastIndex(e => e.Timestamp <= instant);
        if (at < 0)
        {
            var first = timeline.Count > 0 ? timeline[0].Timestamp : Latest().Timestamp;
            throw ErrorCode.TimestampTooEarly.Error(
                $"{root} has no version as old as {instant:O}", hint: $"the first is of {first:O}");
        }

        return At(timeline[at].Version);
    }

    /// <summary>
    /// The oldest version that was committed at the instant or later; one after the newest if there is none.
    /// </summary>
    public long FirstVersionSince(DateTimeOffset instant)
    {
        var log = LogDirectory.Open(root);
        var metadata = Latest().Metadata;
        return SnapshotReader.Guarded(root, () => CommitTimeline.Of(log, metadata)
            .Where(e => e.Timestamp >= instant && e.Version <= LastOf(log))
            .Select(e => (long?)e.Version).FirstOrDefault()) ?? LastOf(log) + 1;
    }

    /// <summary>The rows that some versions brought and took away.</summary>
    /// <exception cref="LakeSqlException">LSQ2301 when a version's commit is not there.</exception>
    public IReadOnlyList<ChangedFile> Changes(long first, long last)
    {
        var log = LogDirectory.Open(root);
        return first < 0 || last > LastOf(log)
            ? throw ErrorCode.VersionNotFound.Error(
                $"version {(first < 0 ? first : last)} of {root} does not exist",
                hint: $"versions {log.Earliest}–{LastOf(log)} are available")
            : new ChangeReader(log, At(last)).ReadSince(first);
    }

    /// <summary>The commits whose files are still there, newest first.</summary>
    public IReadOnlyList<HistoryEntry> History()
    {
        var log = LogDirectory.Open(root);
        var metadata = Latest().Metadata;
        return SnapshotReader.Guarded(root, () => CommitTimeline.Of(log, metadata)
            .Where(e => e.Version <= LastOf(log)).Reverse().Select(e =>
            LogActions.History(
                e.Version, e.Timestamp, CommitTimeline.CommitInfo(LogDirectory.CommitPath(root, e.Version)) ?? []))
            .ToList());
    }

    /// <summary>Makes the table: version 0.</summary>
    /// <param name="metadata">Its columns, properties and the like.</param>
    /// <param name="files">Its rows.</param>
    /// <param name="description">What the history shall say.</param>
    /// <param name="filesProtocol">The protocol of the table that the files come from; null when they are new.</param>
    /// <param name="domains">Its metadata domains with their configurations; null for none.</param>
    /// <exception cref="LakeSqlException">LSQ2010 when the directory has a log already.</exception>
    public Snapshot Create(
        TableMetadata metadata, IReadOnlyList<DataFile> files, CommitDescription description,
        Protocol? filesProtocol = null, IReadOnlyDictionary<string, string?>? domains = null)
    {
        if (Exists(root))
        {
            throw AlreadyThere();
        }

        ProtocolRules.CheckProperties(metadata, root);
        var content = CommitContent.OfNewTable(metadata, files, description, filesProtocol, root,
            domains ?? new Dictionary<string, string?>());
        Directory.CreateDirectory(Path.Combine(root, LogDirectory.Name));
        using var commit = Prepare(content, files);
        if (!commit.TryName(LogDirectory.CommitPath(root, 0)))
        {
            throw AlreadyThere();
        }

        DurableFile.SyncDirectory(Path.Combine(root, LogDirectory.Name));
        DurableFile.SyncDirectory(root);
        DurableFile.SyncDirectory(Path.GetDirectoryName(root) ?? root);
        return Own(SnapshotCache.Keep(SnapshotReader.Load(LogDirectory.Open(root), 0)));
    }

    /// <summary>Adds a version. A blind append goes behind whatever others committed meanwhile.</summary>
    /// <exception cref="LakeSqlException">
    /// LSQ4001 when another commit came first and the change depends on what it read; LSQ4003 when the table uses a
    /// feature that LakeSql does not write.
    /// </exception>
    public Snapshot Commit(TableChange change)
    {
        Check(change);
        var content = new CommitContent(change);
        using var commit = new PendingCommit(
            content, change.Read, Prepare(content.After(change.Read), [.. change.Adds, .. change.ChangeData]));
        return Own(new CommitLoop(root, change, commit, Pinned).Run());
    }

    /// <summary>
    /// A change as the commit that it would be, and the version that this would make. The data files are on the disk
    /// then; of the commit nobody knows.
    /// </summary>
    /// <exception cref="LakeSqlException">LSQ4003 as for <see cref="Commit"/>.</exception>
    public StagedCommit Stage(TableChange change)
    {
        Check(change);
        DiskSteps.Together([.. SyncsOf([.. change.Adds, .. change.ChangeData])]);
        var content = new CommitContent(change).After(change.Read);
        return new StagedCommit(change, content, Own(SnapshotReader.Follow(change.Read, content)));
    }

    /// <summary>Makes a commit of that content; false when the version is there already.</summary>
    public bool TryPlace(long version, byte[] content)
    {
        var log = Path.Combine(root, LogDirectory.Name);
        using var commit = PendingFile.WriteSynced(log, content);
        if (!commit.TryName(LogDirectory.CommitPath(root, version)))
        {
            return false;
        }

        DurableFile.SyncDirectory(log);
        CommitLoop.CheckpointIfDue(SnapshotCache.Latest(root), Pinned);
        return true;
    }

    /// <summary>True when the version's commit has exactly this content.</summary>
    public bool Holds(long version, byte[] content)
    {
        var path = LogDirectory.CommitPath(root, version);
        return File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
    }

    /// <summary>
    /// What keeps changes that follow each other from following the table's newest version, in words; null when
    /// nothing does.
    /// </summary>
    /// <param name="read">The version that the first of them was computed from.</param>
    /// <param name="changes">The changes; none when the table was only read.</param>
    /// <param name="reads">What else was read of the version.</param>
    public string? Collision(
        Snapshot read, IReadOnlyList<TableChange> changes, IReadOnlyList<FilePredicate> reads) =>
        SnapshotCache.Latest(root) is var current && current.Version != read.Version
            ? ConflictCheck.Collision(TableChange.Together(read, changes, reads), current) : null;

    private void Check(TableChange change)
    {
        if (change.Read.Directory != root)
        {
            throw ErrorCode.Internal.Error($"a change of {change.Read.Directory} cannot be committed to {root}");
        }

        ProtocolRules.CheckWritable(change.Read);
        CheckAppendOnly(change);
    }

    private long LastOf(LogDirectory log) => Math.Min(last ?? long.MaxValue, log.Latest);

    /// <summary>The commit and its data files, on the disk; all that is left is the commit's name.</summary>
    private PendingFile Prepare(byte[] content, IReadOnlyList<DataFile> files)
    {
        // Written before the first sync begins, so that all that waits for the disk waits together.
        var commit = PendingFile.Write(Path.Combine(root, LogDirectory.Name), content);
        try
        {
            DiskSteps.Together([.. SyncsOf(files), commit.Sync]);
            return commit;
        }
        catch
        {
            commit.Dispose();
            throw;
        }
    }

    /// <summary>The old files below the table's directory that no version needs.</summary>
    /// <param name="since">Versions that were the newest at this instant or later keep their files.</param>
    /// <param name="versions">Older versions that keep theirs as well.</param>
    /// <param name="others">Paths of files that others need, as shallow clones of the table do.</param>
    /// <exception cref="LakeSqlException">
    /// LSQ4003 when the table uses a feature that LakeSql does not write: it may need files in ways of its own.
    /// </exception>
    public UnneededFiles Unneeded(DateTimeOffset since, IEnumerable<long> versions, IEnumerable<string> others)
    {
        var latest = Latest();
        latest.RequireWritable();
        return SnapshotReader.Guarded(root, () =>
        {
            var needed = Needed(since, versions, latest);
            needed.Add(others);
            return new UnneededFiles(root, since, latest, needed);
        });
    }

    /// <summary>The files in directories of other tables that versions of this one need.</summary>
    /// <param name="since">Those that were the newest at this instant or later; null for all that the log has.</param>
    /// <param name="versions">And these.</param>
    public IReadOnlyList<string> NeededElsewhere(DateTimeOffset? since, IEnumerable<long> versions)
    {
        var latest = Latest();
        return SnapshotReader.Guarded(root, () => Needed(since ?? DateTimeOffset.MinValue, versions, latest).Elsewhere);
    }

    private NeededFiles Needed(DateTimeOffset since, IEnumerable<long> versions, Snapshot latest)
    {
        var needed = new NeededFiles(latest.Places);
        needed.AddSince(since, latest);
        foreach (var version in versions)
        {
            needed.AddVersion(version);
        }

        return needed;
    }

    private Snapshot Own(Snapshot snapshot) => sources.Count == 0 ? snapshot : snapshot.With(sources);

    private static void CheckAppendOnly(TableChange change)
    {
        if (change.DataChange && change.Removes.Count > 0 && change.Read.Metadata.IsOn("delta.appendOnly"))
        {
            throw ErrorCode.ConstraintViolated.Error(
                "the rows of the table cannot be changed: its property delta.appendOnly is true");
        }
    }

    /// <summary>
    /// A commit must not outlive a crash that its data files did not, nor one that their names did not.
    /// </summary>
    private IEnumerable<Action> SyncsOf(IReadOnlyList<DataFile> files)
    {
        var places = new TablePlaces(root, sources);
        var paths = files.Select(f => places.Resolve(f.Path)).ToList();
        if (paths.Find(p => !File.Exists(p)) is { } missing)
        {
            throw ErrorCode.FileNotFound.Error($"the data file {missing} does not exist");
        }

        var own = paths.Where(p => PathText.IsWithin(p, root));
        return paths.Select<string, Action>(p => () => DurableFile.SyncFile(p)).Concat(
            own.SelectMany(DirectoriesOf).Distinct(StringComparer.Ordinal)
                .Select<string, Action>(d => () => DurableFile.SyncDirectory(d)));
    }

    /// <summary>The directories from the file's up to the table's: a new one is an entry of the one above it.</summary>
    private IEnumerable<string> DirectoriesOf(string path)
    {
        for (var at = Path.GetDirectoryName(path)!; at.Length >= root.Length; at = Path.GetDirectoryName(at)!)
        {
            yield return at;
        }
    }

    private LakeSqlException AlreadyThere() =>
        ErrorCode.AlreadyExists.Error($"{root} holds a Delta table already");
}

/// <summary>A change that waits to be committed together with others.</summary>
/// <param name="Change">The change.</param>
/// <param name="Content">The commit that it is, as bytes of the log.</param>
/// <param name="After">The version that it makes.</param>
public sealed record StagedCommit(TableChange Change, byte[] Content, Snapshot After);
