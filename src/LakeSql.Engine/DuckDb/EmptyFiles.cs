using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace LakeSql.Engine.DuckDb;

/// <summary>Files of Parquet without rows, one for all tables that have the same columns.</summary>
/// <remarks>
/// The engine takes bounds of values and numbers of rows from a file that it reads alone, and from none of several. So
/// one of these beside a file is the cheapest way not to tell it.
/// </remarks>
internal sealed class EmptyFiles
{
    private readonly string directory;
    private readonly ConcurrentDictionary<string, string> paths = new(StringComparer.Ordinal);

    /// <param name="directory">Where they lie; they stay there for other processes.</param>
    public EmptyFiles(string directory)
    {
        this.directory = directory;
        System.IO.Directory.CreateDirectory(directory);
    }

    /// <summary>Where they lie.</summary>
    public string Directory => directory;

    /// <summary>The path of the file with such columns, which is made where it is not there yet.</summary>
    /// <param name="columns">The columns as the engine's SELECT list: <c>CAST(NULL AS BIGINT) AS "id"</c>.</param>
    /// <param name="connect">Gives the connection that makes it.</param>
    public string PathOf(string columns, Func<EngineConnection> connect) =>
        paths.GetOrAdd(columns, c => Made(c, connect));

    private string Made(string columns, Func<EngineConnection> connect)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(columns)));
        var path = Path.Combine(directory, hash + ".parquet");
        if (!File.Exists(path))
        {
            // Others may be at it, too: whoever is last puts the same in its place.
            var unfinished = Path.Combine(directory, Guid.NewGuid().ToString("N"));
            using (var connection = connect())
            {
                using var command = connection.Inner.CreateCommand();
                command.CommandText = new DuckDbSql().Raw($"COPY (SELECT {columns} WHERE FALSE) TO ").Text(unfinished)
                    .Raw(" (FORMAT parquet)").ToString();
                command.ExecuteNonQuery();
            }

            File.Move(unfinished, path, overwrite: true);
        }

        return path;
    }
}
