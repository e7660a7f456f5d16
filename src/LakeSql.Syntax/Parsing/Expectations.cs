namespace LakeSql.Syntax.Parsing;

/// <summary>
/// What could have stood at a place: noted at every failed try, and read only when an error is raised.
/// </summary>
internal sealed class Expectations
{
    /// <summary>Notes of one place at most; beyond this nobody would read them.</summary>
    private const int NotesMax = 512;

    /// <summary>Different ones that are kept.</summary>
    private const int WordsMax = 40;

    private (string First, string? Second, string? Third)[] notes = new (string, string?, string?)[32];
    private int count;

    public void Clear() => count = 0;

    /// <summary>One word or sign, or up to three words that stand together.</summary>
    public void Note(string first, string? second = null, string? third = null)
    {
        if (count == notes.Length)
        {
            if (count == NotesMax)
            {
                return;
            }

            Array.Resize(ref notes, count * 2);
        }

        notes[count++] = (first, second, third);
    }

    /// <summary>Each of them once.</summary>
    public string[] Words() => [.. notes.Take(count)
        .Select(n => n.Second is null ? n.First : n.Third is null ? $"{n.First} {n.Second}"
            : $"{n.First} {n.Second} {n.Third}")
        .Distinct(StringComparer.Ordinal).Take(WordsMax)];
}
