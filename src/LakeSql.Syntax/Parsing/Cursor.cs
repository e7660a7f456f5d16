using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Tokens;
using Superpower.Model;

namespace LakeSql.Syntax.Parsing;

/// <summary>
/// A place in the tokens of a text. Parsers look ahead, take what they know, or say what they expected.
/// </summary>
internal sealed class Cursor(string text)
{
    /// <summary>Operators such as NOT and minus nest without brackets; they are bounded here.</summary>
    private const int RecursionMax = 200;

    private readonly List<Token<SqlToken>> tokens = SqlScanner.Scan(text);
    private readonly List<string> expected = [];
    private int recursion;
    private int questionMarks;
    private int[]? closing;

    public int Index { get; private set; }

    public bool AtEnd => Index >= tokens.Count;

    public SqlToken? Kind => AtEnd ? null : tokens[Index].Kind;

    /// <summary>The place of the next token; just after the last one at the end.</summary>
    public SourceSpan Here => AtEnd
        ? new SourceSpan(tokens.Count == 0 ? 0 : EndOf(tokens[^1]), 0)
        : new SourceSpan(tokens[Index].Span.Position.Absolute, tokens[Index].Span.Length);

    /// <summary>From <paramref name="start"/> to the last token taken.</summary>
    public SourceSpan From(SourceSpan start) =>
        Index == 0 ? start : new SourceSpan(start.Start, Math.Max(0, EndOf(tokens[Index - 1]) - start.Start));

    public ReadOnlySpan<char> Text(int ahead = 0) => Index + ahead < tokens.Count
        ? text.AsSpan(tokens[Index + ahead].Span.Position.Absolute, tokens[Index + ahead].Span.Length)
        : default;

    public bool IsWord(string word, int ahead = 0) =>
        Index + ahead < tokens.Count && tokens[Index + ahead].Kind == SqlToken.Word
        && Text(ahead).Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol, int ahead = 0) =>
        Index + ahead < tokens.Count && tokens[Index + ahead].Kind == SqlToken.Symbol
        && Text(ahead).SequenceEqual(symbol);

    public SqlToken? KindAt(int ahead) => Index + ahead < tokens.Count ? tokens[Index + ahead].Kind : null;

    public void Advance()
    {
        Index++;
        expected.Clear();
    }

    public bool Take(string word)
    {
        if (IsWord(word))
        {
            Advance();
            return true;
        }

        Note(word);
        return false;
    }

    public bool TakeSymbol(string symbol)
    {
        if (IsSymbol(symbol))
        {
            Advance();
            return true;
        }

        Note(symbol);
        return false;
    }

    /// <summary>Takes all words, or none.</summary>
    public bool TakeAll(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!IsWord(words[i], i))
            {
                if (i == 0)
                {
                    Note(string.Join(' ', words));
                }

                return false;
            }
        }

        Index += words.Length;
        expected.Clear();
        return true;
    }

    /// <summary>How far ahead the token after the parenthesis is that opens at <paramref name="ahead"/>.</summary>
    public int AfterParenthesis(int ahead)
    {
        closing ??= Parentheses();
        return closing[Index + ahead] - Index + 1;
    }

    /// <summary>For each opening parenthesis the index of the closing one, or the end when it stays open.</summary>
    private int[] Parentheses()
    {
        var matches = new int[tokens.Count];
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            matches[i] = tokens.Count;
            if (tokens[i].Kind == SqlToken.Symbol && tokens[i].Span.EqualsValue("("))
            {
                open.Push(i);
            }
            else if (tokens[i].Kind == SqlToken.Symbol && tokens[i].Span.EqualsValue(")") && open.TryPop(out var at))
            {
                matches[at] = i;
            }
        }

        return matches;
    }

    /// <summary>
    /// Takes one <c>&gt;</c> of a <c>&gt;&gt;</c> and leaves the other: types nest in angle brackets.
    /// </summary>
    public bool SplitShift()
    {
        if (!IsSymbol(">>"))
        {
            return false;
        }

        var span = tokens[Index].Span;
        var position = new Position(span.Position.Absolute + 1, 1, span.Position.Absolute + 2);
        tokens[Index] = new Token<SqlToken>(SqlToken.Symbol, new TextSpan(text, position, 1));
        return true;
    }

    public void Expect(string word)
    {
        if (!Take(word))
        {
            throw Unexpected();
        }
    }

    public void ExpectSymbol(string symbol)
    {
        if (!TakeSymbol(symbol))
        {
            throw Unexpected();
        }
    }

    /// <summary>True when the next token can be a name here.</summary>
    public bool IsName(int ahead = 0) => KindAt(ahead) switch
    {
        SqlToken.QuotedName => true,
        SqlToken.Word => !Keywords.IsReserved(Text(ahead)),
        _ => false,
    };

    /// <summary>A name; any word may follow a dot.</summary>
    public string Name(bool afterDot = false)
    {
        if (IsName() || (afterDot && Kind == SqlToken.Word))
        {
            var name = Kind == SqlToken.QuotedName ? Unquoted() : Text().ToString();
            if (name.Length == 0)
            {
                throw ErrorCode.InvalidName.Error("a name cannot be empty", Here);
            }

            Advance();
            return name;
        }

        throw Unexpected("a name");
    }

    /// <summary>A name after AS or in a list of options: any word, or a string.</summary>
    public string NameOrText()
    {
        if (Kind != SqlToken.Text)
        {
            return Name(afterDot: true);
        }

        var span = Here;
        var name = StringValue();
        return name.Length > 0 ? name : throw ErrorCode.InvalidName.Error("a name cannot be empty", span);
    }

    public QualifiedName QualifiedName()
    {
        var start = Here;
        var parts = new List<string> { Name() };
        while (TakeSymbol("."))
        {
            parts.Add(Name(afterDot: true));
        }

        return new QualifiedName(From(start), parts.ToSequence());
    }

    /// <summary>The value of a string token.</summary>
    public string StringValue()
    {
        if (Kind != SqlToken.Text)
        {
            throw Unexpected("a string");
        }

        var value = StringTexts.Value(Text(), Here);
        Advance();
        return value;
    }

    public int WholeNumber()
    {
        if (Kind == SqlToken.Number && int.TryParse(Text(), out var number))
        {
            Advance();
            return number;
        }

        throw Unexpected("a whole number");
    }

    public int NextQuestionMark() => ++questionMarks;

    public Sequence<T> List<T>(Func<T> item)
    {
        var items = new List<T>();
        do
        {
            items.Add(item());
        }
        while (TakeSymbol(","));

        return items.ToSequence();
    }

    /// <summary>As <see cref="List{T}"/>; a comma may stand after the last item, before one of the signs.</summary>
    public Sequence<T> LooseList<T>(Func<T> item, string close)
    {
        var items = new List<T>();
        do
        {
            if (items.Count > 0 && IsSymbol(close))
            {
                break;
            }

            items.Add(item());
        }
        while (TakeSymbol(","));
        return items.ToSequence();
    }

    public Sequence<T> LooseParenthesized<T>(Func<T> item)
    {
        ExpectSymbol("(");
        var items = LooseList(item, ")");
        ExpectSymbol(")");
        return items;
    }

    public Sequence<T> Parenthesized<T>(Func<T> item)
    {
        ExpectSymbol("(");
        var items = List(item);
        ExpectSymbol(")");
        return items;
    }

    /// <summary>Runs a parser that calls itself, down to a bounded depth.</summary>
    public T Deeper<T>(Func<T> parse)
    {
        if (++recursion > RecursionMax)
        {
            throw ErrorCode.NestedTooDeep.Error("expression nested too deep", Here, "split it with a CTE");
        }

        var result = parse();
        recursion--;
        return result;
    }

    public void Note(string what)
    {
        if (expected.Count < 40 && !expected.Contains(what))
        {
            expected.Add(what);
        }
    }

    public LakeSqlException Unexpected(params string[] alsoExpected)
    {
        foreach (var one in alsoExpected)
        {
            Note(one);
        }

        var found = AtEnd ? "end of statement" : Kind switch
        {
            SqlToken.Word or SqlToken.QuotedName when IsName() => $"identifier `{Shown()}`",
            SqlToken.Word => $"keyword `{Shown()}`",
            SqlToken.Number => $"number {Shown()}",
            SqlToken.Text or SqlToken.Hex => "string",
            _ => $"`{Shown()}`",
        };
        var wanted = expected.Order(StringComparer.Ordinal).ToArray();
        var message = wanted.Length is 0 or > 12
            ? $"unexpected {found}"
            : $"unexpected {found}, expected {Alternatives(wanted)}";
        var near = Kind == SqlToken.Word
            ? Identifier.Nearest(Shown(), expected.Where(e => e.Length > 2 && char.IsAsciiLetterUpper(e[0]))) : null;
        return ErrorCode.SyntaxError.Error(message, Here, near is null ? null : $"did you mean {near}?");
    }

    private string Shown() => Text().Length > 40 ? Text()[..40].ToString() + "…" : Text().ToString();

    private static string Alternatives(string[] items) => items.Length == 1
        ? items[0]
        : string.Join(", ", items[..^1]) + " or " + items[^1];

    private string Unquoted()
    {
        var quote = Text()[0].ToString();
        return Text()[1..^1].ToString().Replace(quote + quote, quote, StringComparison.Ordinal);
    }

    private static int EndOf(Token<SqlToken> token) => token.Span.Position.Absolute + token.Span.Length;
}
