using System.Collections.Concurrent;
using System.Globalization;
using DuckDB.NET.Data;
using LakeSql.Engine.Models;

namespace LakeSql.Engine.DuckDb;

/// <summary>The in-memory DuckDB of a lake in this process, locked to the lake's directories.</summary>
/// <remarks>
/// DuckDB sees generated text alone; the lock is the second wall. Its order matters: the lock itself comes last.
/// Connections are lent and taken back, since the settings of a new one cost more than a short query.
/// </remarks>
internal sealed class DuckDbInstance : IDisposable
{
    /// <summary>Idle connections that are kept.</summary>
    private const int IdleMax = 16;

    private readonly DuckDBConnection root;
    private readonly ConcurrentBag<DuckDBConnection> idle = [];
    private readonly Dictionary<string, PredictFunction> functions = [];
    private volatile bool disposed;

    public DuckDbInstance(string temporaryDirectory, IEnumerable<string> allowedDirectories, EngineSettings settings)
    {
        root = new DuckDBConnection("DataSource=:memory:");
        root.Open();
        JsonGuard.Register(root);
        DeletionFilter.Register(root);
        VariantFunction.Register(root);
        var directories = string.Join(", ", allowedDirectories.Select(Quote));
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
            "allowed_configs = ['enable_progress_bar', 'enable_progress_bar_print']",
            "enable_external_access = false",
            "lock_configuration = true",
        ])
        {
            Execute(root, "SET " + setting);
        }
    }

    /// <summary>A connection of its own for one statement.</summary>
    public EngineConnection Connect() => new(this, idle.TryTake(out var connection) ? connection : New());

    /// <summary>Keeps a connection for the next statement; false when it must be closed.</summary>
    public bool TakeBack(DuckDBConnection connection)
    {
        if (disposed || idle.Count >= IdleMax)
        {
            return false;
        }

        idle.Add(connection);
        return true;
    }

    /// <summary>Makes the model's function known to the database, once; functions cannot be taken back.</summary>
    public void Register(DuckDBConnection connection, string name, Func<PredictFunction> make)
    {
        lock (functions)
        {
            if (!functions.ContainsKey(name))
            {
                var function = make();
                function.Register(connection, name);
                functions.Add(name, function);
            }
        }
    }

    /// <summary>Ends the instance; connections that are still lent keep the database until they are closed.</summary>
    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var connection))
        {
            connection.Dispose();
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
