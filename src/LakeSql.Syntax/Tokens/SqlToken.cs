namespace LakeSql.Syntax.Tokens;

/// <summary>Kinds of tokens. Keywords are words: which of them is a keyword depends on where it stands.</summary>
public enum SqlToken
{
    /// <summary>A bare word: a keyword or a name.</summary>
    Word,

    /// <summary>A name in double quotes or back-ticks.</summary>
    QuotedName,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string in single quotes, E'…' or dollar quotes.</summary>
    Text,

    /// <summary><c>X'0aff'</c></summary>
    Hex,

    /// <summary><c>?</c>, <c>$1</c>, <c>$name</c>, <c>:name</c></summary>
    Parameter,

    /// <summary>An operator or a mark of punctuation.</summary>
    Symbol,
}
