using System.Text.Json;
using LakeSql.Data;

namespace LakeSql.Differential;

/// <summary>The Delta tables that other engines wrote, each as a table of a lake.</summary>
public sealed class RealTables : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("lakesql-delta-").FullName;

    public RealTables()
    {
        Lake = new LakeSqlConnection($"Data Source={Path.Combine(directory, "lake")}");
        Lake.Open();
    }

    public LakeSqlConnection Lake { get; }

    /// <summary>What is known of the tables; empty where the real inputs are absent.</summary>
    public static IReadOnlyList<JsonElement> Index()
    {
        var path = Shared.PathOf("delta", "index.json");
        if (!File.Exists(path))
        {
            return [];
        }

        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.GetProperty("tables").Clone().EnumerateArray()];
    }

    /// <summary>Makes the table of that directory a table of the lake; gives its name.</summary>
    public string Load(string path)
    {
        var before = Tables();
        var name = $"t{before.Count}";
        Run($"CREATE TABLE {name} (x INT)");
        var target = Tables().Except(before).Single();
        Directory.Delete(target, recursive: true);
        Copy(Shared.PathOf(["delta", .. path.Split('/')]), target);
        return name;
    }

    public void Dispose()
    {
        Lake.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private List<string> Tables() =>
        Directory.Exists(Path.Combine(directory, "lake", "tables"))
            ? [.. Directory.GetDirectories(Path.Combine(directory, "lake", "tables"))] : [];

    private void Run(string sql)
    {
        using var command = Lake.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var child in Directory.GetDirectories(from))
        {
            Copy(child, Path.Combine(to, Path.GetFileName(child)));
        }
    }
}
