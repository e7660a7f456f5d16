using System.Text.Json;
using LakeSql.Data;

namespace LakeSql.Differential;

/// <summary>A lake from which the Delta tables that other engines wrote are read by their paths.</summary>
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

    public void Dispose()
    {
        Lake.Dispose();
        Directory.Delete(directory, recursive: true);
    }
}
