namespace LakeSql.Common.Names;

/// <summary>Rules of names: compared without case (ordinal), shown as written, quoted with back-ticks.</summary>
public static class Identifier
{
    /// <summary>Longer names are not looked for among similar ones: the work grows with both lengths.</summary>
    private const int NearLengthMax = 100;

    /// <summary>How names compare.</summary>
    public static readonly StringComparer Comparer = StringComparer.OrdinalIgnoreCase;

    /// <summary>What is wrong with the characters of a name, whatever it names; null when nothing is.</summary>
    /// <remarks>
    /// The engine's text ends at U+0000. Half of a character has no UTF-8: two names that differ only there would be
    /// the same one once they are written.
    /// </remarks>
    public static string? FaultOf(ReadOnlySpan<char> name) =>
        name.Contains('\0') ? "a name cannot hold U+0000"
        : HasHalf(name) ? "a name cannot hold half of a character: one surrogate without the other"
        : null;

    /// <summary>True when the text has a surrogate without the other, which UTF-8 cannot spell.</summary>
    public static bool HasHalf(ReadOnlySpan<char> text)
    {
        for (var i = Math.Max(0, text.IndexOfAnyInRange('\uD800', '\uDFFF')); i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i])
                && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when both are the same name.</summary>
    public static bool Same(string? a, string? b) => Comparer.Equals(a, b);

    /// <summary>
    /// True when the name needs no quotes: a letter or underscore, then letters, digits and underscores.
    /// </summary>
    public static bool IsPlain(string name) =>
        name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>The name as it is written in SQL: bare when plain, else in back-ticks.</summary>
    public static string Quote(string name) =>
        IsPlain(name) ? name : "`" + name.Replace("`", "``", StringComparison.Ordinal) + "`";

    /// <summary>The candidate nearest in spelling, when it is near enough to be meant; null otherwise.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        if (name.Length > NearLengthMax)
        {
            return null;
        }

        var best = candidates.Where(c => c.Length <= 2 * NearLengthMax)
            .Select(c => (Name: c, Distance: Distance(name.ToLowerInvariant(), c.ToLowerInvariant())))
            .OrderBy(c => c.Distance).FirstOrDefault((Name: "", Distance: int.MaxValue));
        return best.Distance <= (name.Length == 1 ? 0 : Math.Max(1, name.Length / 3)) ? best.Name : null;
    }

    /// <summary>Edit distance with neighbouring letters swapped counting as one edit.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                var best = Math.Min(rows[i - 1, j - 1] + change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    best = Math.Min(best, rows[i - 2, j - 2] + 1);
                }

                rows[i, j] = best;
            }
        }

        return rows[a.Length, b.Length];
    }
}
