namespace LakeSql.Repl;

/// <summary>Edits one statement over as many lines as it needs, with history and completion.</summary>
/// <param name="complete">Candidates at a place of a text.</param>
/// <param name="isWhole">True when Enter shall end the text and not add a line.</param>
internal sealed class StatementEditor(Func<string, int, (int Start, IReadOnlyList<string> Candidates)> complete,
    Func<string, bool> isWhole)
{
    private readonly List<string> history = History.Load();
    private string text = "";
    private int cursor;
    private int recalled;

    /// <summary>The text; empty after Ctrl-C, null after Ctrl-D on an empty text.</summary>
    public string? Read(string prompt)
    {
        (text, cursor, recalled) = ("", 0, history.Count);
        var screen = new EditorScreen(prompt);
        Console.TreatControlCAsInput = true;
        try
        {
            screen.Draw(text, cursor);
            while (true)
            {
                var key = Console.ReadKey(intercept: true);
                var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
                if (control && key.Key == ConsoleKey.C)
                {
                    screen.Leave(text, "^C");
                    return "";
                }

                if (control && key.Key == ConsoleKey.D && text.Length == 0)
                {
                    screen.Leave(text, "");
                    return null;
                }

                if (key.Key == ConsoleKey.Enter && (isWhole(text) || IsCommand()))
                {
                    screen.Leave(text, "");
                    return text;
                }

                if (key.Key == ConsoleKey.Tab && Console.KeyAvailable)
                {
                    // A tab with more behind it is part of a pasted text.
                    Insert("  ");
                }
                else if (key.Key == ConsoleKey.Tab)
                {
                    Complete(screen);
                }
                else
                {
                    Edit(key, control, screen);
                }

                // Pasted text arrives as many keys: drawn once, at its end.
                if (!Console.KeyAvailable)
                {
                    screen.Draw(text, cursor);
                }
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

    /// <summary>A line of the shell's own, such as <c>.help</c>, needs no semicolon.</summary>
    private bool IsCommand() => text.TrimStart() is ['.' or '\\', ..] && !text.Contains('\n');

    private void Edit(ConsoleKeyInfo key, bool control, EditorScreen screen)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter: Insert("\n"); break;
            case ConsoleKey.LeftArrow: cursor = control ? WordStart() : Math.Max(0, cursor - 1); break;
            case ConsoleKey.RightArrow: cursor = control ? WordEnd() : Math.Min(text.Length, cursor + 1); break;
            case ConsoleKey.UpArrow: Vertical(-1); break;
            case ConsoleKey.DownArrow: Vertical(1); break;
            case ConsoleKey.Home: cursor = LineStart(cursor); break;
            case ConsoleKey.End: cursor = LineEnd(cursor); break;
            case ConsoleKey.Backspace when cursor > 0: text = text.Remove(--cursor, 1); break;
            case ConsoleKey.Delete when cursor < text.Length: text = text.Remove(cursor, 1); break;
            case ConsoleKey.A when control: cursor = LineStart(cursor); break;
            case ConsoleKey.E when control: cursor = LineEnd(cursor); break;
            case ConsoleKey.K when control: text = text.Remove(cursor, LineEnd(cursor) - cursor); break;
            case ConsoleKey.U when control: Cut(LineStart(cursor)); break;
            case ConsoleKey.W when control: Cut(WordStart()); break;
            case ConsoleKey.L when control: screen.Clear(); break;
            default:
                if (!control && key.KeyChar >= ' ')
                {
                    Insert(key.KeyChar.ToString());
                }

                break;
        }
    }

    private void Insert(string added)
    {
        text = text.Insert(cursor, added);
        cursor += added.Length;
    }

    private void Cut(int from)
    {
        text = text.Remove(from, cursor - from);
        cursor = from;
    }

    /// <summary>Between the lines of the text, and beyond its ends through the history.</summary>
    private void Vertical(int step)
    {
        var start = LineStart(cursor);
        var column = cursor - start;
        if (step < 0 && start > 0)
        {
            var above = LineStart(start - 1);
            cursor = Math.Min(above + column, start - 1);
        }
        else if (step > 0 && LineEnd(cursor) < text.Length)
        {
            var below = LineEnd(cursor) + 1;
            cursor = Math.Min(below + column, LineEnd(below));
        }
        else
        {
            recalled = Math.Clamp(recalled + step, 0, history.Count);
            text = recalled < history.Count ? history[recalled] : "";
            cursor = text.Length;
        }
    }

    private int LineStart(int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    private int LineEnd(int at) => text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;

    private int WordStart()
    {
        var at = cursor;
        while (at > 0 && !char.IsLetterOrDigit(text[at - 1]))
        {
            at--;
        }

        while (at > 0 && char.IsLetterOrDigit(text[at - 1]))
        {
            at--;
        }

        return at;
    }

    private int WordEnd()
    {
        var at = cursor;
        while (at < text.Length && !char.IsLetterOrDigit(text[at]))
        {
            at++;
        }

        while (at < text.Length && char.IsLetterOrDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>Writes the only candidate, or what all have in common; when that adds nothing, shows them.</summary>
    private void Complete(EditorScreen screen)
    {
        var (start, candidates) = complete(text, cursor);
        if (candidates.Count == 0)
        {
            return;
        }

        var common = candidates.Aggregate((a, b) =>
            a[..a.Zip(b).TakeWhile(p => char.ToUpperInvariant(p.First) == char.ToUpperInvariant(p.Second)).Count()]);
        if (common.Length > cursor - start || candidates.Count == 1)
        {
            text = text[..start] + common + text[cursor..];
            cursor = start + common.Length;
        }
        else
        {
            screen.Leave(text, "");
            Console.Error.WriteLine(string.Join("  ", candidates.Take(60)) + (candidates.Count > 60 ? "  …" : ""));
        }
    }
}
