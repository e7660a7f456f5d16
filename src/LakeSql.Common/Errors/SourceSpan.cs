namespace LakeSql.Common.Errors;

/// <summary>A stretch of the source text: zero-based offset and length in UTF-16 code units.</summary>
/// <param name="Start">Offset of the first character.</param>
/// <param name="Length">Number of characters; zero at the end of input.</param>
public readonly record struct SourceSpan(int Start, int Length)
{
    /// <summary>No place in any text: for trees that were made by a program.</summary>
    public static readonly SourceSpan None = new(-1, 0);

    /// <summary>Offset just after the last character.</summary>
    public int End => Start + Length;

    /// <summary>True when the span points into a text.</summary>
    public bool IsKnown => Start >= 0;

    /// <summary>The smallest span that covers both.</summary>
    public SourceSpan To(SourceSpan other) =>
        !IsKnown ? other
        : !other.IsKnown ? this
        : new(Math.Min(Start, other.Start), Math.Max(End, other.End) - Math.Min(Start, other.Start));

    /// <summary>One-based line and column of the span's start within <paramref name="text"/>.</summary>
    public (int Line, int Column) LineAndColumn(string text)
    {
        var line = 1;
        var lineStart = 0;
        var stop = Math.Min(Start, text.Length);
        for (var i = 0; i < stop; i++)
        {
            if (text[i] == '\n')
            {
                line++;
                lineStart = i + 1;
            }
        }

        return (line, stop - lineStart + 1);
    }
}
