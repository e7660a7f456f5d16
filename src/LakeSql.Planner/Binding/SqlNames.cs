using System.Text.Json;

namespace LakeSql.Planner.Binding;

/// <summary>Lists of names kept in one property of a securable.</summary>
public static class SqlNames
{
    /// <summary>The names as one text.</summary>
    public static string Join(IEnumerable<string> names) => JsonSerializer.Serialize(names);

    /// <summary>The names again.</summary>
    public static IReadOnlyList<string> Split(string text) => JsonSerializer.Deserialize<string[]>(text)!;
}
