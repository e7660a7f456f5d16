using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Models;
using LakeSql.Engine.Sessions;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Volumes;

namespace LakeSql.Engine.Lakes;

/// <summary>A lake that this process has open. Sessions of one process share it.</summary>
internal sealed class Lake : IDisposable
{
    private static readonly Dictionary<string, Lake> OpenLakes = [];
    private static readonly Lock OpenLock = new();

    /// <summary>When statements have touched more places outside than these, the earlier ones are forgotten.</summary>
    private const int ReachMax = 100;

    private readonly ConcurrentDictionary<(string Directory, Guid Table), DeltaTable> tables = new();
    private readonly Lock engineLock = new();
    private readonly Dictionary<EngineSettings, DuckDbInstance> engines = [];
    private readonly ConcurrentDictionary<string, PredictFunction> functions = [];

    /// <summary>What engines that are started from now on may touch outside of the lake.</summary>
    private List<string> reach = [];
    private int users;

    private Lake(string directory)
    {
        Path = directory;
        Directory.CreateDirectory(directory);
        foreach (var part in (string[])["tables", "volumes", "models", "tmp"])
        {
            Directory.CreateDirectory(System.IO.Path.Combine(directory, part));
        }

        Metastore = Metastore.Open(directory, Environment.UserName);
        EmptyFiles = new EmptyFiles(System.IO.Path.Combine(directory, "tmp", "empty"));
        Plans = new PlanCache(this);
        Commits = new TableCommits(this);
    }

    /// <summary>Absolute path of the lake's directory.</summary>
    public string Path { get; }

    public Metastore Metastore { get; }

    public EmptyFiles EmptyFiles { get; }

    /// <summary>How versions of the tables are made and seen.</summary>
    public TableCommits Commits { get; }

    /// <summary>Plans of queries that all sessions of the process may run again.</summary>
    public PlanCache Plans { get; }

    /// <summary>Opens a lake, or gives the one that is open; each call is ended with <see cref="Dispose"/>.</summary>
    public static Lake Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path).TrimEnd(System.IO.Path.DirectorySeparatorChar);
        lock (OpenLock)
        {
            if (!OpenLakes.TryGetValue(full, out var lake))
            {
                lake = new Lake(full);
                OpenLakes.Add(full, lake);
            }

            lake.users++;
            return lake;
        }
    }

    public string DirectoryOf(Securable securable) =>
        System.IO.Path.Combine(Path, securable.Properties["location"]);

    /// <summary>The Delta table behind a table of the catalog.</summary>
    /// <exception cref="LakeSqlException">
    /// LSQ2019 when its directory outside of the lake was moved away by a link, which could lead anywhere.
    /// </exception>
    public DeltaTable TableOf(Securable table)
    {
        var directory = DirectoryOf(table);
        return table.OutsidePath is not null && Storage.Volumes.RealPath.Of(directory) != directory
            ? throw ErrorCode.InvalidPath.Error($"a link stands in the way to the directory of table {table.Name}")
            : table.CloneSources.Count > 0 ? CloneIn(directory, table)
            : tables.GetOrAdd((directory, table.Id), _ => new DeltaTable(directory) { Pinned = PinnedOf(table) });
    }

    /// <summary>The files of a volume.</summary>
    /// <exception cref="LakeSqlException">
    /// LSQ2019 when its directory outside of the lake was moved away by a link, which could lead anywhere.
    /// </exception>
    public VolumeDirectory FilesOf(Securable volume)
    {
        var directory = DirectoryOf(volume);
        return volume.OutsidePath is not null && Storage.Volumes.RealPath.Of(directory) != directory
            ? throw ErrorCode.InvalidPath.Error($"a link stands in the way to the directory of volume {volume.Name}")
            : new VolumeDirectory(directory);
    }

    /// <summary>
    /// In which directories files of a shallow clone may lie: those of its sources, as long as these are there.
    /// </summary>
    public IReadOnlyList<SourceDirectory> SourceDirectories(IEnumerable<Guid> cloneSources) =>
        [.. cloneSources.Select(Metastore.ById).OfType<Securable>()
            .Select(s => (Source: s, Directory: SourceDirectory.Of(
                DirectoryOf(s), s.OutsidePath is null ? "/" + s.Properties["location"] : null)))
            .Where(s => s.Source.OutsidePath is null || s.Directory.Path == s.Directory.Real)
            .Select(s => s.Directory)];

    private DeltaTable CloneIn(string directory, Securable clone)
    {
        var sources = SourceDirectories(clone.CloneSources);
        return tables.GetOrAdd(
            (string.Join('\0', sources.Select(s => s.Real).Prepend(directory)), clone.Id),
            _ => new DeltaTable(directory, sources) { Pinned = PinnedOf(clone) });
    }

    /// <summary>Versions of a table that its log must keep: models were trained on them.</summary>
    private Func<IEnumerable<long>> PinnedOf(Securable table) =>
        () => Metastore.ById(table.Id) is { } now ? TrainedVersions.Of(now, Metastore) : [];

    /// <summary>The lake's directory with every link followed: what lies in it is never read by its path.</summary>
    public string RealPath => Storage.Volumes.RealPath.Of(Path);

    /// <summary>A connection to the engine with these settings, started by the first statement that needs it.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="outside">
    /// What the statement touches outside of the lake. When the engine's lock does not let all of it through, another
    /// engine takes over from it, and it ends with its last reader.
    /// </param>
    public EngineConnection Connect(
        EngineSettings settings, IReadOnlyCollection<string> outside, string user)
    {
        while (true)
        {
            if (Engine(settings, outside).TryConnect(user) is { } connection)
            {
                return connection;
            }
        }
    }

    /// <summary>The function of a model, one for all engines: its network is loaded once.</summary>
    public PredictFunction FunctionOf(string name, Func<PredictFunction> make) =>
        functions.GetOrAdd(name, _ => make());

    /// <summary>Engines that are started from now on may not touch what lies there, but for what needs it.</summary>
    public void Narrow(string path)
    {
        lock (engineLock)
        {
            reach.RemoveAll(r => PathText.IsWithin(r, path));
            var wider = engines.Where(e => e.Value.Outside.Any(o => PathText.IsWithin(o, path))).ToArray();
            foreach (var (settings, engine) in wider)
            {
                engines.Remove(settings);
                engine.Dispose();
            }
        }
    }

    private DuckDbInstance Engine(EngineSettings settings, IReadOnlyCollection<string> outside)
    {
        lock (engineLock)
        {
            var isThere = engines.TryGetValue(settings, out var engine);
            if (isThere && outside.All(o => PathText.IsWithinAny(o, engine!.Outside)))
            {
                return engine!;
            }

            Widen(outside);
            var next = new DuckDbInstance(
                System.IO.Path.Combine(Path, "tmp", Guid.NewGuid().ToString("N")),
                [
                    System.IO.Path.Combine(Path, "tables"), System.IO.Path.Combine(Path, "volumes"),
                    EmptyFiles.Directory,
                ],
                [.. reach], settings);
            engines[settings] = next;
            engine?.Dispose();
            return next;
        }
    }

    /// <summary>A place in an external location opens the whole location, as others there will be asked for.</summary>
    private void Widen(IReadOnlyCollection<string> outside)
    {
        var locations = Metastore.Children(Metastore.RootId, SecurableKind.ExternalLocation)
            .Select(l => l.Properties["path"]).ToArray();
        var needed = outside.Select(o => locations.FirstOrDefault(l => PathText.IsWithin(o, l)) ?? o);
        var more = needed.Where(n => !PathText.IsWithinAny(n, reach)).Distinct().ToArray();
        reach = reach.Count + more.Length > ReachMax ? [.. needed.Distinct()] : [.. reach, .. more];
    }

    /// <summary>The error without paths of the lake's own directories, which tell users nothing.</summary>
    public LakeSqlException Hide(LakeSqlException error)
    {
        string? Plain(string? text) => text is null || !text.Contains(Path, StringComparison.Ordinal) ? text
            : Regex.Replace(text, Regex.Escape(Path) + "/(volumes|tables|models)/[0-9a-f]{32}/?", "");
        return (Plain(error.Message), Plain(error.Hint), Plain(error.Detail)) is var (message, hint, detail)
            && (message != error.Message || hint != error.Hint || detail != error.Detail)
            ? new LakeSqlException(error.Code, message!.Trim(), error.Span, hint, error)
            {
                Detail = detail, SourceText = error.SourceText,
            }
            : error;
    }

    /// <summary>Gives up an engine that answers nothing any more; the next statement starts another.</summary>
    public void Retire(DuckDbInstance engine)
    {
        lock (engineLock)
        {
            foreach (var (settings, _) in engines.Where(e => e.Value == engine).ToArray())
            {
                engines.Remove(settings);
                engine.Dispose();
            }
        }
    }

    public void Dispose()
    {
        lock (OpenLock)
        {
            if (--users > 0)
            {
                return;
            }

            OpenLakes.Remove(Path);
        }

        lock (engineLock)
        {
            foreach (var engine in engines.Values)
            {
                engine.Dispose();
            }

            engines.Clear();
        }

        Metastore.Dispose();
    }
}
