using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Sessions;
using LakeSql.Storage.Delta;

namespace LakeSql.Engine.Lakes;

/// <summary>A lake that this process has open. Sessions of one process share it.</summary>
internal sealed class Lake : IDisposable
{
    private static readonly Dictionary<string, Lake> OpenLakes = [];
    private static readonly Lock OpenLock = new();

    private readonly ConcurrentDictionary<string, DeltaTable> tables = new();
    private readonly Lock engineLock = new();
    private readonly Dictionary<EngineSettings, DuckDbInstance> engines = [];
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
        Plans = new PlanCache(this);
    }

    /// <summary>Absolute path of the lake's directory.</summary>
    public string Path { get; }

    public Metastore Metastore { get; }

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

    public DeltaTable TableOf(Securable table) => tables.GetOrAdd(DirectoryOf(table), d => new DeltaTable(d));

    /// <summary>The engine with these settings, started by the first statement that needs it.</summary>
    public DuckDbInstance Engine(EngineSettings settings)
    {
        lock (engineLock)
        {
            if (!engines.TryGetValue(settings, out var engine))
            {
                engine = new DuckDbInstance(
                    System.IO.Path.Combine(Path, "tmp"),
                    [System.IO.Path.Combine(Path, "tables"), System.IO.Path.Combine(Path, "volumes")],
                    settings);
                engines.Add(settings, engine);
            }

            return engine;
        }
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

        foreach (var engine in engines.Values)
        {
            engine.Dispose();
        }

        Metastore.Dispose();
    }
}
