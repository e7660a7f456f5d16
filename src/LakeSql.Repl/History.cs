namespace LakeSql.Repl;

/// <summary>Earlier statements, in the user's state directory and not in the lake.</summary>
internal static class History
{
    private const int EntriesMax = 1000;

    private static string FilePath => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state ? state
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
        "lakesql", "history");

    public static List<string> Load()
    {
        try
        {
            return [.. File.ReadAllLines(FilePath).TakeLast(EntriesMax).Select(l => l.Replace("\u2028", "\n"))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Statements that hold a password are not kept.</summary>
    public static void Append(string statement)
    {
        if (statement.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
            File.AppendAllText(FilePath, statement.ReplaceLineEndings("\u2028") + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A shell without history is better than none.
        }
    }
}
