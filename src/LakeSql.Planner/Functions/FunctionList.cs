using LakeSql.Common.Names;

namespace LakeSql.Planner.Functions;

/// <summary>The functions that a query may call. What is not on the list does not exist.</summary>
public static class FunctionList
{
    private static readonly Lazy<HashSet<string>> Allowed = new(Load);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<string> Names => Allowed.Value;

    /// <summary>True when queries may call the function.</summary>
    public static bool IsAllowed(string name) => Allowed.Value.Contains(name);

    private static HashSet<string> Load()
    {
        using var stream = typeof(FunctionList).Assembly.GetManifestResourceStream("functions.txt")!;
        using var reader = new StreamReader(stream);
        var names = new HashSet<string>(Identifier.Comparer);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                names.Add(line);
            }
        }

        return names;
    }
}
