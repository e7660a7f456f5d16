namespace LakeSql.Syntax.Tokens;

/// <summary>Where strings end. A string goes on in a later line: <c>'a'</c> above <c>'b'</c> is <c>'ab'</c>.</summary>
internal static class StringParts
{
    /// <summary>Just after the string that begins at <paramref name="quote"/>; -1 when it is not closed.</summary>
    /// <param name="text">The statement.</param>
    /// <param name="quote">The first quote of the string; on return, the first one of its last part.</param>
    /// <param name="prefix">The letter before the first quote, or that quote itself.</param>
    public static int End(ReadOnlySpan<char> text, ref int quote, char prefix)
    {
        while (true)
        {
            var length = prefix is 'e' or 'E' ? EscapedLength(text[(quote + 1)..])
                : prefix is 'r' or 'R' ? text[(quote + 1)..].IndexOf('\'')
                : PlainLength(text[(quote + 1)..]);
            if (length < 0)
            {
                return -1;
            }

            var end = quote + length + 2;
            if (prefix is not ('e' or 'E' or '\'') || Next(text, end) is not (>= 0 and var next))
            {
                return end;
            }

            quote = next;
        }
    }

    /// <summary>The quote at which a string goes on that had one at its end; -1 when it does not.</summary>
    /// <remarks>Blanks and line comments stand between, with an end of line among them.</remarks>
    public static int Next(ReadOnlySpan<char> text, int end)
    {
        var isLater = false;
        for (var at = end; at < text.Length; at++)
        {
            if (text[at] == '-' && at + 1 < text.Length && text[at + 1] == '-')
            {
                var length = text[at..].IndexOf('\n');
                if (length < 0)
                {
                    return -1;
                }

                at += length;
            }
            else if (!char.IsWhiteSpace(text[at]))
            {
                return isLater && text[at] == '\'' ? at : -1;
            }

            isLater |= text[at] is '\n' or '\r';
        }

        return -1;
    }

    /// <summary>Two quotes are one that belongs to the string.</summary>
    private static int PlainLength(ReadOnlySpan<char> rest)
    {
        for (var at = 0; rest[at..].IndexOf('\'') is >= 0 and var length; at += 2)
        {
            at += length;
            if (at + 1 == rest.Length || rest[at + 1] != '\'')
            {
                return at;
            }
        }

        return -1;
    }

    private static int EscapedLength(ReadOnlySpan<char> rest)
    {
        for (var at = 0; at < rest.Length; at++)
        {
            if (rest[at] == '\'' && (at + 1 == rest.Length || rest[at + 1] != '\''))
            {
                return at;
            }

            at += rest[at] is '\\' or '\'' ? 1 : 0;
        }

        return -1;
    }
}
