using System.Globalization;
using DuckDB.NET.Data;
using LakeSql.Engine.Models;

namespace LakeSql.Engine.DuckDb;

/// <summary>An in-memory DuckDB of a lake in this process, locked to the directories that it may touch.</summary>
/// <remarks>
/// DuckDB sees generated text alone; the lock is the second wall. Its order matters: the lock itself comes last.
/// A lock cannot be widened: for more directories another instance takes over (<see cref="Lakes.Lake.Connect"/>).
/// Connections are lent and taken back, since the settings of a new one cost more than a short query.
/// </remarks>
internal sealed class DuckDbInstance : IDisposable
{
    /// <summary>Idle connections that are kept.</summary>
    private const int IdleMax = 16;

    private readonly DuckDBConnection root;
    private readonly Lock gate = new();
    private readonly Stack<DuckDBConnection> idle = [];
    private readonly HashSet<string> functions = [];
    private int lentCount;
    private bool isRetired;

    /// <summary>Starts an instance.</summary>
    /// <param name="temporaryDirectory">Where it spills: a directory of its own.</param>
    /// <param name="ownDirectories">The lake's directories.</param>
    /// <param name="outside">What it may touch besides.</param>
    /// <param name="settings">What cannot change either.</param>
    public DuckDbInstance(
        string temporaryDirectory, IEnumerable<string> ownDirectories, IReadOnlyList<string> outside,
        EngineSettings settings)
    {
        Outside = outside;
        root = new DuckDBConnection("DataSource=:memory:");
        root.Open();
        JsonGuard.Register(root);
        DeletionFilter.Register(root);
        VariantFunction.Register(root);
        ImageFunctions.Register(root);
        var directories = string.Join(", ", ownDirectories.Concat(outside).Select(Quote));
        foreach (var setting in (string[])
        [
            $"temp_directory = {Quote(temporaryDirectory)}",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "allow_persistent_secrets = false",
            "GLOBAL TimeZone = 'UTC'",
            "GLOBAL errors_as_json = true",
            string.Create(CultureInfo.InvariantCulture, $"threads = {settings.Threads ?? Environment.ProcessorCount}"),
            .. settings.MemoryLimit is { } limit ? [$"memory_limit = {Quote(limit)}"] : Array.Empty<string>(),
            $"allowed_directories = [{directories}]",

            // Some of these are files.
            $"allowed_paths = [{string.Join(", ", outside.Select(Quote))}]",
            "allowed_configs = ['enable_progress_bar', 'enable_progress_bar_print']",
            "enable_external_access = false",
            "lock_configuration = true",
        ])
        {
            Execute(root, "SET " + setting);
        }
    }

    /// <summary>Directories and files outside of the lake that the lock lets through, links followed.</summary>
    public IReadOnlyList<string> Outside { get; }

    /// <summary>A connection of its own for one statement; null when another instance has taken over.</summary>
    /// <param name="user">Whose statement it is.</param>
    public EngineConnection? TryConnect(string user)
    {
        DuckDBConnection? connection;
        lock (gate)
        {
            if (isRetired)
            {
                return null;
            }

            lentCount++;
            idle.TryPop(out connection);
        }

        try
        {
            return new EngineConnection(this, connection ?? New(), user);
        }
        catch
        {
            Returned();
            throw;
        }
    }

    /// <summary>Ends a loan: the connection is kept for the next statement, or closed.</summary>
    public void TakeBack(DuckDBConnection connection, bool isClean)
    {
        var isKept = false;
        lock (gate)
        {
            if (isClean && !isRetired && idle.Count < IdleMax)
            {
                idle.Push(connection);
                isKept = true;
            }
        }

        if (!isKept)
        {
            connection.Dispose();
        }

        Returned();
    }

    /// <summary>Makes the model's function known to the database, once; functions cannot be taken back.</summary>
    public void Register(DuckDBConnection connection, string name, PredictFunction function)
    {
        lock (functions)
        {
            if (functions.Add(name))
            {
                function.Register(connection, name);
            }
        }
    }

    /// <summary>Lends no more connections; the database ends when the last one comes back.</summary>
    public void Dispose()
    {
        DuckDBConnection[] unused;
        lock (gate)
        {
            if (isRetired)
            {
                return;
            }

            isRetired = true;
            unused = [.. idle];
            idle.Clear();

            // One more that comes back, so that the last of them ends the database, whichever that is.
            lentCount++;
        }

        foreach (var connection in unused)
        {
            connection.Dispose();
        }

        Returned();
    }

    private void Returned()
    {
        lock (gate)
        {
            if (--lentCount > 0 || !isRetired)
            {
                return;
            }
        }

        root.Dispose();
    }

    /// <summary>Progress is a setting of the connection, and without the second one it would be printed.</summary>
    private DuckDBConnection New()
    {
        var connection = root.Duplicate();
        if (connection.State != System.Data.ConnectionState.Open)
        {
            connection.Open();
        }

        Execute(connection, "SET enable_progress_bar_print = false");
        Execute(connection, "SET enable_progress_bar = true");
        return connection;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
