namespace LakeSql.Repl;

/// <summary>One line of input with history and completion.</summary>
/// <param name="complete">Candidates at a place of a text.</param>
internal sealed class LineEditor(Func<string, int, IReadOnlyList<string>> complete)
{
    private readonly List<string> history = History.Load();
    private string text = "";
    private int cursor;

    /// <summary>The line, or null for Ctrl-C (with text) and Ctrl-D (without).</summary>
    public string? Read(string prompt)
    {
        (text, cursor) = ("", 0);
        var recalled = history.Count;
        Console.TreatControlCAsInput = true;
        try
        {
            Draw(prompt);
            while (true)
            {
                var key = Console.ReadKey(intercept: true);
                var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
                if (key.Key == ConsoleKey.Enter)
                {
                    Console.Error.WriteLine();
                    return text;
                }

                if (control && key.Key == ConsoleKey.C)
                {
                    Console.Error.WriteLine("^C");
                    return "";
                }

                if (control && key.Key == ConsoleKey.D && text.Length == 0)
                {
                    Console.Error.WriteLine();
                    return null;
                }

                if (key.Key is ConsoleKey.UpArrow or ConsoleKey.DownArrow)
                {
                    recalled = Math.Clamp(recalled + (key.Key == ConsoleKey.UpArrow ? -1 : 1), 0, history.Count);
                    text = recalled < history.Count ? history[recalled].ReplaceLineEndings(" ") : "";
                    cursor = text.Length;
                }
                else if (key.Key == ConsoleKey.Tab)
                {
                    Complete();
                }
                else
                {
                    Edit(key, control);
                }

                Draw(prompt);
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    /// <summary>Puts a statement into the history.</summary>
    public void Remember(string statement)
    {
        history.Add(statement);
        History.Append(statement);
    }

    private void Edit(ConsoleKeyInfo key, bool control)
    {
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow: cursor = Math.Max(0, cursor - 1); break;
            case ConsoleKey.RightArrow: cursor = Math.Min(text.Length, cursor + 1); break;
            case ConsoleKey.Home: cursor = 0; break;
            case ConsoleKey.End: cursor = text.Length; break;
            case ConsoleKey.Backspace when cursor > 0: text = text.Remove(--cursor, 1); break;
            case ConsoleKey.Delete when cursor < text.Length: text = text.Remove(cursor, 1); break;
            case ConsoleKey.A when control: cursor = 0; break;
            case ConsoleKey.E when control: cursor = text.Length; break;
            case ConsoleKey.K when control: text = text[..cursor]; break;
            case ConsoleKey.U when control: (text, cursor) = (text[cursor..], 0); break;
            default:
                if (!control && key.KeyChar >= ' ')
                {
                    text = text.Insert(cursor++, key.KeyChar.ToString());
                }

                break;
        }
    }

    /// <summary>Writes the only candidate, or what all have in common; a second Tab sees the list.</summary>
    private void Complete()
    {
        var candidates = complete(text, cursor);
        var start = cursor;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.' or '`'))
        {
            start--;
        }

        var word = text[start..cursor];
        if (candidates.Count == 0)
        {
            return;
        }

        var common = candidates.Aggregate((a, b) =>
            a[..a.Zip(b).TakeWhile(p => char.ToUpperInvariant(p.First) == char.ToUpperInvariant(p.Second)).Count()]);
        if (common.Length > word.Length || candidates.Count == 1)
        {
            text = text[..start] + common + text[cursor..];
            cursor = start + common.Length;
        }
        else
        {
            Console.Error.WriteLine();
            Console.Error.WriteLine(string.Join("  ", candidates.Take(40)));
        }
    }

    private void Draw(string prompt)
    {
        Console.Error.Write($"\r\u001b[K{prompt}{text}");
        if (cursor < text.Length)
        {
            Console.Error.Write($"\u001b[{text.Length - cursor}D");
        }
    }
}

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
