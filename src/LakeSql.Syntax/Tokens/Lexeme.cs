namespace LakeSql.Syntax.Tokens;

/// <summary>
/// A token as the parser asks for it, many times over: small, and compared by its length before its text.
/// </summary>
internal struct Lexeme
{
    public int Start;
    public int Length;
    public SqlToken Kind;

    /// <summary>Whether the word is reserved; null until somebody asks.</summary>
    private bool? reserved;

    /// <summary>Offset just after the last character.</summary>
    public readonly int End => Start + Length;

    public readonly ReadOnlySpan<char> Text(string text) => text.AsSpan(Start, Length);

    /// <summary>True when this is the bare word, in any case.</summary>
    public readonly bool IsWord(string text, string word) =>
        Length == word.Length && Kind == SqlToken.Word
        && ((text[Start] ^ word[0]) & ~0x20) == 0
        && text.AsSpan(Start, Length).Equals(word, StringComparison.OrdinalIgnoreCase);

    public readonly bool IsSymbol(string text, string symbol) =>
        Length == symbol.Length && Kind == SqlToken.Symbol && text[Start] == symbol[0]
        && (Length == 1 || text.AsSpan(Start, Length).SequenceEqual(symbol));

    /// <summary>True when the token can be a name.</summary>
    public bool IsName(string text) => Kind switch
    {
        SqlToken.QuotedName => true,
        SqlToken.Word => !(reserved ??= Keywords.IsReserved(Text(text))),
        _ => false,
    };
}
