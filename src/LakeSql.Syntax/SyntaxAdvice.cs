using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Tokens;
using Superpower.Model;

namespace LakeSql.Syntax;

/// <summary>
/// Makes of an unexpected token what helps the person. A parser stops where it can go on no more, which is often after
/// the mistake: <c>SELECT a FORM t</c> has read FORM as an alias and stops at t.
/// </summary>
internal sealed class SyntaxAdvice
{
    /// <summary>What may follow nearly every expression or name, so that it tells nothing.</summary>
    private static readonly HashSet<string> Noise =
    [
        "::", "[", "AT TIME ZONE", "COLLATE", "IS", "ISNULL", "NOTNULL", ".", ";", "!", "%", "PERCENT", "IGNORE NULLS",
        "RESPECT NULLS", "TABLESAMPLE",
    ];

    /// <summary>Words that go on with a statement and are read as a name when they are misspelt.</summary>
    private static readonly string[] Continuing =
    [
        "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET", "JOIN", "INNER", "LEFT", "RIGHT", "CROSS",
        "NATURAL", "UNION", "INTERSECT", "EXCEPT", "QUALIFY", "WINDOW", "VALUES", "SET", "OVER", "PARTITION", "FILTER",
        "SELECT", "USING", "DESC", "BETWEEN", "LIKE", "ILIKE", "SCHEMA", "CATALOG", "TABLE", "PARTITIONED",
        "DISTINCT",
    ];

    /// <summary>In the order in which a query has them.</summary>
    private static readonly string[] Clauses =
        ["FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "QUALIFY", "ORDER", "LIMIT", "OFFSET"];

    private static readonly Dictionary<string, string> Foreign = new(StringComparer.OrdinalIgnoreCase)
    {
        ["PRAGMA"] = "SET changes a setting",
        ["REPLACE"] = "write CREATE OR REPLACE TABLE",
    };

    private readonly List<Token<SqlToken>> tokens;
    private readonly LakeSqlException error;
    private readonly string text;
    private readonly int at;

    private SyntaxAdvice(string text, LakeSqlException error)
    {
        this.text = text;
        this.error = error;
        tokens = SqlScanner.ScanLeniently(text, 0, out _);
        at = tokens.FindIndex(t => t.Span.Position.Absolute >= error.Span.Start);
        at = at < 0 ? tokens.Count : at;
    }

    /// <summary>The error that is shown in place of this one; other errors stay as they are.</summary>
    public static LakeSqlException Of(string text, LakeSqlException error)
    {
        if (error.Code != ErrorCode.SyntaxError || !error.Span.IsKnown
            || !error.Message.StartsWith("unexpected ", StringComparison.Ordinal))
        {
            return error;
        }

        var advice = new SyntaxAdvice(text, error);
        return advice.Misplaced() ?? advice.MisspeltBefore() ?? advice.WithoutBy() ?? advice.Shown();
    }

    private LakeSqlException Shown()
    {
        var (found, expected) = Parts();
        if (WordAt(at) is "USING" && error.Hint == "did you mean USING?")
        {
            return Unexpected(at + 1, "(", null);
        }

        var message = expected.Count > 0 ? $"{found}, expected {Alternatives(expected)}"
            : at == 0 ? found + ", expected a statement" : found;
        var foreign = at == 0 && WordAt(0) is { } word ? Foreign.GetValueOrDefault(word) : null;
        return new LakeSqlException(error.Code, message, error.Span, foreign ?? error.Hint ?? Hint(expected));
    }

    private string? Hint(List<string> expected)
    {
        var word = WordAt(at);
        if (at == 0)
        {
            return null;
        }

        if (word is not null && Keywords.IsReserved(word) && IsNameMeant(expected, word))
        {
            var written = tokens[at].ToStringValue();
            return $"`{written}` is a word of the language: in back-ticks it is a name";
        }

        if (word is not null && !Keywords.IsReserved(word) && Nearest(word, Continuing) is { } near)
        {
            return $"did you mean {near}?";
        }

        if (Open() is { } open)
        {
            return $"close the {tokens[open].ToStringValue()} of {Place(open)}";
        }

        return word is "VERSION" or "TIMESTAMP" ? $"write {word} AS OF"
            : IsSymbol(at, ")") && !IsClosing() ? "no ( is open here"
            : expected.Count == 0 && IsOperandEnd(at - 1) && IsOperandStart(at) ? "write a comma or an operator between"
            : null;
    }

    /// <summary><c>ORDER BY id WHERE …</c>: a clause that comes too late.</summary>
    private LakeSqlException? Misplaced()
    {
        var place = Array.IndexOf(Clauses, WordAt(at));
        if (place < 0 || at + 1 >= tokens.Count)
        {
            return null;
        }

        for (var (i, depth) = (at - 1, 0); i >= 0 && depth >= 0; i--)
        {
            depth += IsSymbol(i, ")") ? 1 : IsSymbol(i, "(") ? -1 : 0;
            var other = depth == 0 ? Array.IndexOf(Clauses, WordAt(i)) : -1;
            if (depth == 0 && WordAt(i) is "SELECT" or "UNION" or "INTERSECT" or "EXCEPT")
            {
                return null;
            }

            if (other == place)
            {
                return With($"a query has one {Full(place)}", place == 1 ? "join the conditions with AND" : null);
            }

            if (other > place)
            {
                return With($"{Full(place)} cannot follow {Full(other)}", $"write {Full(place)} before {Full(other)}");
            }
        }

        return null;
    }

    private static string Full(int clause) => Clauses[clause] is "GROUP" or "ORDER" ? Clauses[clause] + " BY"
        : Clauses[clause];

    /// <summary>A misspelt word just before was read as a name.</summary>
    private LakeSqlException? MisspeltBefore()
    {
        if (at == 0 || error.Hint is not null || WordAt(at - 1) is not { Length: > 2 } word || Keywords.IsReserved(word)
            || Keywords.Unreserved.Contains(word, Identifier.Comparer) || Nearest(word, Continuing) is not { } near)
        {
            return null;
        }

        var written = tokens[at - 1].ToStringValue();
        return new LakeSqlException(
            error.Code, $"unexpected identifier `{written}`", SpanOf(at - 1), $"did you mean {near}?");
    }

    /// <summary><c>GROUP city</c>, <c>ORDER YB id</c>.</summary>
    private LakeSqlException? WithoutBy() =>
        WordAt(at) is "GROUP" or "ORDER" or "PARTITIONED" && WordAt(at + 1) != "BY" && at > 0
            && !IsNameMeant(Parts().Expected, "GROUP")
            ? Unexpected(at + 1, "BY", WordAt(at + 1) is { Length: 2 } word && word.Order().SequenceEqual("BY")
                ? "did you mean BY?" : null)
            : null;

    private LakeSqlException Unexpected(int index, string expected, string? hint)
    {
        var found = index >= tokens.Count ? "end of statement" : $"`{tokens[index].ToStringValue()}`";
        return new LakeSqlException(
            error.Code, $"unexpected {found}, expected {Quoted(expected)}", SpanOf(index), hint);
    }

    private LakeSqlException With(string message, string? hint) => new(error.Code, message, error.Span, hint);

    /// <summary>The message's two halves; what tells nothing is left out of the second.</summary>
    private (string Found, List<string> Expected) Parts()
    {
        const string Between = ", expected ";
        var cut = error.Message.LastIndexOf(Between, StringComparison.Ordinal);
        if (cut < 0)
        {
            return (error.Message, []);
        }

        var items = error.Message[(cut + Between.Length)..].Split(" or ")
            .SelectMany(p => p.StartsWith(",, ", StringComparison.Ordinal) ? [",", .. p[3..].Split(", ")]
                : p.Replace(", ,", ", \u001f", StringComparison.Ordinal).Split(", ")
                    .Select(i => i.Replace('\u001f', ','))).ToList();
        var useful = items.Where(i => !Noise.Contains(i)).ToList();
        if (useful.Count == 0)
        {
            useful = items.Where(i => i is "IS" or "%" or ";").ToList();
        }

        if (useful.Contains("an expression"))
        {
            useful.RemoveAll(i => i is "FALSE" or "TRUE" or "NULL");
        }

        return (error.Message[..cut], useful);
    }

    private static bool IsNameMeant(List<string> expected, string word) =>
        expected.Any(e => e is "a name" or "an expression") && (Array.IndexOf(Clauses, word) is < 0 or 2 or 6)
        && word is not ("AND" or "OR" or "ON" or "AS" or "THEN" or "END" or "UNION" or "IN");

    /// <summary>The innermost bracket that is open before the error and stays open.</summary>
    private int? Open()
    {
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (IsSymbol(i, "(") || IsSymbol(i, "[") || IsSymbol(i, "{"))
            {
                open.Push(i);
            }
            else if (open.Count > 0 && (IsSymbol(i, ")") || IsSymbol(i, "]") || IsSymbol(i, "}")))
            {
                open.Pop();
            }
        }

        return open.TryPeek(out var last) && last < at ? last : null;
    }

    /// <summary>True when the parenthesis at the error closes one.</summary>
    private bool IsClosing()
    {
        var depth = 0;
        for (var i = 0; i < at; i++)
        {
            depth += IsSymbol(i, "(") ? 1 : IsSymbol(i, ")") ? -1 : 0;
        }

        return depth > 0;
    }

    private string Place(int index)
    {
        var (line, column) = SpanOf(index).LineAndColumn(text);
        return text.Contains('\n', StringComparison.Ordinal) ? $"line {line}, column {column}" : $"column {column}";
    }

    private bool IsOperandEnd(int index) => IsSymbol(index, ")") || IsSymbol(index, "]") || IsOperandStart(index);

    private bool IsOperandStart(int index) => index < tokens.Count
        && (tokens[index].Kind is SqlToken.Number or SqlToken.Text or SqlToken.QuotedName
            || (WordAt(index) is { } word && !Keywords.IsReserved(word)));

    private bool IsSymbol(int index, string symbol) => index >= 0 && index < tokens.Count
        && tokens[index].Kind == SqlToken.Symbol && tokens[index].Span.EqualsValue(symbol);

    private string? WordAt(int index) => index >= 0 && index < tokens.Count && tokens[index].Kind == SqlToken.Word
        ? tokens[index].ToStringValue().ToUpperInvariant() : null;

    private SourceSpan SpanOf(int index) => index >= tokens.Count ? new SourceSpan(text.TrimEnd().Length, 0)
        : new SourceSpan(tokens[index].Span.Position.Absolute, tokens[index].Span.Length);

    /// <summary>Swapped, missing or wrong letters; a short word has room for one of them.</summary>
    private static string? Nearest(string word, string[] candidates) =>
        word.Length < 3 || candidates.Contains(word) ? null
        : Identifier.Nearest(word, candidates.Where(c => Math.Abs(c.Length - word.Length) <= 2 && c != word));

    private static string Alternatives(List<string> items)
    {
        var shown = items.Select(Quoted).ToList();
        return shown.Count == 1 ? shown[0] : string.Join(", ", shown[..^1]) + " or " + shown[^1];
    }

    private static string Quoted(string item) => char.IsAsciiLetter(item[0]) ? item : $"`{item}`";
}
