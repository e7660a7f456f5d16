using System.Text;
using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta.Changes;
using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Delta.Upkeep;
using LakeSql.Storage.Durability;
using LakeSql.Storage.Volumes;

namespace LakeSql.Storage.Delta;

/// <summary>A Delta table in a directory: its versions, its history, and the way to add a version.</summary>
/// <remarks>
/// It reads and writes only the log. The data files belong to the engine above, which writes them before the commit
/// that names them.
/// </remarks>
/// <param name="directory">Where.</param>
/// <param name="sources">The directories of other tables in which files of it may lie: it is a shallow clone.</param>
public sealed class DeltaTable(string directory, IReadOnlyList<SourceDirectory> sources)
{
    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));

    /// <summary>The newest snapshot as all know it, and as a clone has it.</summary>
    private Tuple<Snapshot, Snapshot>? newest;

    /// <summary>A table whose files all lie in its own directory.</summary>
    public DeltaTable(string directory) : this(directory, [])
    {
    }

    /// <summary>True when the directory has a log.</summary>
    public static bool Exists(string directory) =>
        LogDirectory.TryOpen(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory))) is { IsEmpty: false };

    /// <summary>The newest version.</summary>
    /// <exception cref="LakeSqlException">LSQ4004 when there is no log, LSQ4002 when it is damaged.</exception>
    public Snapshot Latest()
    {
        var latest = SnapshotCache.Latest(root);
        if (sources.Count == 0)
        {
            return latest;
        }

        // The same object each time, as plans are kept for as long as it is.
        var known = newest;
        if (known is null || !ReferenceEquals(known.Item1, latest))
        {
            newest = known = Tuple.Create(latest, latest.With(sources));
        }

        return known.Item2;
    }

    /// <summary>The number of the newest version.</summary>
    public long LatestVersion() => LogDirectory.Open(root).Latest;

    /// <summary>The table as of a version.</summary>
    /// <exception cref="LakeSqlException">LSQ2301 when the log has no such version.</exception>
    public Snapshot At(long version)
    {
        var log = LogDirectory.Open(root);
        if (version < log.Earliest || version > log.Latest)
        {
            throw ErrorCode.VersionNotFound.Error(
                $"version {version} of {root} does not exist",
                hint: $"versions {log.Earliest}–{log.Latest} are available");
        }

        return version == log.Latest && Latest() is var latest && latest.Version == version
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
            root, () => CommitTimeline.Of(log, metadata).Where(e => e.Version >= earliest).ToList());
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
            .Where(e => e.Timestamp >= instant).Select(e => (long?)e.Version).FirstOrDefault()) ?? log.Latest + 1;
    }

    /// <summary>The rows that some versions brought and took away.</summary>
    /// <exception cref="LakeSqlException">LSQ2301 when a version's commit is not there.</exception>
    public IReadOnlyList<ChangedFile> Changes(long first, long last)
    {
        var log = LogDirectory.Open(root);
        return first < 0 || last > log.Latest
            ? throw ErrorCode.VersionNotFound.Error(
                $"version {(first < 0 ? first : last)} of {root} does not exist",
                hint: $"versions {log.Earliest}–{log.Latest} are available")
            : new ChangeReader(log, At(last)).ReadSince(first);
    }

    /// <summary>The commits whose files are still there, newest first.</summary>
    public IReadOnlyList<HistoryEntry> History()
    {
        var log = LogDirectory.Open(root);
        var metadata = Latest().Metadata;
        return SnapshotReader.Guarded(root, () => CommitTimeline.Of(log, metadata).Reverse().Select(e =>
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
        domains ??= new Dictionary<string, string?>();
        var now = DateTimeOffset.UtcNow;
        var protocol = ProtocolRules.For(metadata, current: null, filesProtocol, domains.Keys);
        ProtocolRules.CheckLayout(metadata, protocol);
        var content = Encode(
        [
            ("commitInfo", LogActions.CommitInfo(description, now, readVersion: null, isBlindAppend: true)),
            ("protocol", LogActions.Protocol(protocol)),
            ("metaData", LogActions.Metadata(metadata, now)),
            .. domains.Select(d => ("domainMetadata", LogActions.Domain(d.Key, d.Value, before: null))),
            .. files.Select(f => ("add", LogActions.Add(f, dataChange: true))),
        ]);
        Directory.CreateDirectory(Path.Combine(root, LogDirectory.Name));
        using var commit = Prepare(content, files);
        if (!commit.TryName(LogDirectory.CommitPath(root, 0)))
        {
            throw AlreadyThere();
        }

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
        if (change.Read.Directory != root)
        {
            throw ErrorCode.Internal.Error($"a change of {change.Read.Directory} cannot be committed to {root}");
        }

        ProtocolRules.CheckWritable(change.Read);
        CheckAppendOnly(change);
        using var commit = Prepare(Encode(ActionsOf(change)), [.. change.Adds, .. change.ChangeData]);
        return Own(new CommitLoop(root, change, commit).Run());
    }

    /// <summary>The commit and its data files, on the disk; all that is left is the commit's name.</summary>
    private PendingFile Prepare(byte[] content, IReadOnlyList<DataFile> files)
    {
        PendingFile? commit = null;
        try
        {
            DiskSteps.Together(
                () => SyncDataFiles(files),
                () => commit = PendingFile.Write(Path.Combine(root, LogDirectory.Name), content));
            return commit!;
        }
        catch
        {
            commit?.Dispose();
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

    private static List<(string Kind, JsonObject Action)> ActionsOf(TableChange change)
    {
        var now = DateTimeOffset.UtcNow;
        var actions = new List<(string, JsonObject)>
        {
            ("commitInfo", LogActions.CommitInfo(
                change.Description, now, change.Read.Version, change.CanFollowOthers)),
        };
        if (change.NewMetadata is not null || change.Domains.Count > 0)
        {
            var protocol = ProtocolRules.For(
                change.NewMetadata ?? change.Read.Metadata, change.Read.Protocol, change.FilesProtocol,
                change.Domains.Keys);
            ProtocolRules.CheckLayout(change.NewMetadata ?? change.Read.Metadata, protocol);
            if (protocol != change.Read.Protocol)
            {
                actions.Add(("protocol", LogActions.Protocol(protocol)));
            }
        }

        if (change.NewMetadata is { } metadata)
        {
            ProtocolRules.CheckProperties(metadata, change.Read.Directory);
            actions.Add(("metaData", LogActions.Metadata(metadata, now)));
        }

        actions.AddRange(change.Domains.Select(d => (
            "domainMetadata", LogActions.Domain(d.Key, d.Value, change.Read.Domain(d.Key)))));
        actions.AddRange(change.Done.Select(d => ("txn", LogActions.Transaction(d, now))));
        actions.AddRange(change.Removes.Select(f => ("remove", LogActions.Remove(f, change.DataChange, now))));
        actions.AddRange(change.Adds.Select(f => ("add", LogActions.Add(f, change.DataChange))));
        actions.AddRange(change.ChangeData.Select(f => ("cdc", LogActions.ChangeData(f))));
        return actions;
    }

    private static void CheckAppendOnly(TableChange change)
    {
        if (change.DataChange && change.Removes.Count > 0 && change.Read.Metadata.IsOn("delta.appendOnly"))
        {
            throw ErrorCode.ConstraintViolated.Error(
                "the rows of the table cannot be changed: its property delta.appendOnly is true");
        }
    }

    private static byte[] Encode(IEnumerable<(string Kind, JsonObject Action)> actions)
    {
        var text = new StringBuilder();
        foreach (var (kind, action) in actions)
        {
            text.Append(new JsonObject { [kind] = action }.ToJsonString(LogJson.Options)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A commit must not outlive a crash that its data files did not.</summary>
    private void SyncDataFiles(IReadOnlyList<DataFile> files)
    {
        var places = new TablePlaces(root, sources);
        var paths = files.Select(f => places.Resolve(f.Path)).ToList();
        foreach (var path in paths)
        {
            if (!File.Exists(path))
            {
                throw ErrorCode.FileNotFound.Error($"the data file {path} does not exist");
            }

            DurableFile.SyncFile(path);
        }

        var own = paths.Where(p => PathText.IsWithin(p, root));
        foreach (var parent in own.SelectMany(DirectoriesOf).Distinct(StringComparer.Ordinal))
        {
            DurableFile.SyncDirectory(parent);
        }
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
