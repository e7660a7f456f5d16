using System.Globalization;
using DuckDB.NET.Data;

namespace LakeSql.Engine.DuckDb;

/// <summary>The in-memory DuckDB of a lake in this process, locked to the lake's directories.</summary>
/// <remarks>
/// DuckDB sees generated text alone; the lock is the second wall. Its order matters: the lock itself comes last.
/// </remarks>
internal sealed class DuckDbInstance : IDisposable
{
    private readonly DuckDBConnection root;

    public DuckDbInstance(string temporaryDirectory, IEnumerable<string> allowedDirectories, int threads)
    {
        root = new DuckDBConnection("DataSource=:memory:");
        root.Open();
        var directories = string.Join(", ", allowedDirectories.Select(Quote));
        foreach (var setting in (string[])
        [
            $"temp_directory = {Quote(temporaryDirectory)}",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "allow_persistent_secrets = false",
            "TimeZone = 'UTC'",
            "enable_progress_bar = true",
            "enable_progress_bar_print = false",
            string.Create(CultureInfo.InvariantCulture, $"threads = {threads}"),
            $"allowed_directories = [{directories}]",
            "enable_external_access = false",
            "lock_configuration = true",
        ])
        {
            using var command = root.CreateCommand();
            command.CommandText = "SET " + setting;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>A connection of its own for one statement: any other statement on it would end an open result.</summary>
    public DuckDBConnection Connect()
    {
        var connection = root.Duplicate();
        if (connection.State != System.Data.ConnectionState.Open)
        {
            connection.Open();
        }

        return connection;
    }

    public void Dispose() => root.Dispose();

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
