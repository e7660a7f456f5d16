using LakeSql.Common.Names;

namespace LakeSql.Planner.Functions;

/// <summary>The functions that a query may call. What is not on the list does not exist.</summary>
public static class FunctionList
{
    private static readonly Lazy<HashSet<string>> Allowed =
        new(() => Lines("functions.txt").Concat(OfImages!).ToHashSet(Identifier.Comparer));

    private static readonly Lazy<HashSet<string>> OfManyRows =
        new(() => Lines("aggregates.txt").ToHashSet(Identifier.Comparer));

    private static readonly Lazy<Dictionary<string, string>> RefusedReasons = new(() => Lines("refused.txt")
        .Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l[1], Identifier.Comparer));

    /// <summary>LakeSql's own, for pictures; the engine is given them when it starts.</summary>
    public static IReadOnlySet<string> OfImages { get; } = new HashSet<string>(Identifier.Comparer) { "image_blur" };

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<string> Names => Allowed.Value;

    /// <summary>The other functions of DuckDB, each with the reason why queries may not call it.</summary>
    public static IReadOnlyDictionary<string, string> Refused => RefusedReasons.Value;

    /// <summary>Those that give one value for many rows.</summary>
    public static IReadOnlyCollection<string> Aggregates => OfManyRows.Value;

    /// <summary>True for a function that gives one value for many rows.</summary>
    public static bool IsAggregate(string name) => OfManyRows.Value.Contains(name);

    /// <summary>True when queries may call the function.</summary>
    public static bool IsAllowed(string name) => Allowed.Value.Contains(name);

    internal static List<string> Lines(string resource, bool keepHeadings = false)
    {
        using var stream = typeof(FunctionList).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            var isKept = line.Length > 0 && (line[0] != '#'
                || (keepHeadings && line.StartsWith("## ", StringComparison.Ordinal)));
            if (isKept)
            {
                lines.Add(line);
            }
        }

        return lines;
    }
}
