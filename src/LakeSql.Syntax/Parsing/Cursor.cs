using System.Buffers;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Tokens;

namespace LakeSql.Syntax.Parsing;

/// <summary>
/// A place in the tokens of a text. Parsers look ahead, take what they know, or say what they expected.
/// </summary>
internal sealed partial class Cursor : IDisposable
{
    private readonly string text;
    private readonly Lexeme[] tokens;
    private readonly int count;
    private readonly Expectations expected = new();
    private int questionMarks;
    private int[]? closing;

    /// <summary>Items of the lists that are open here, the inner ones on top: one memory for all of them.</summary>
    private object?[] pending = new object?[16];
    private int pendingCount;

    public Cursor(string text)
    {
        this.text = text;
        (tokens, count) = SqlScanner.Scan(text);
    }

    /// <summary>Gives the tokens' memory back: of a long text it is worth keeping for the next one.</summary>
    public void Dispose() => ArrayPool<Lexeme>.Shared.Return(tokens);

    public int Index { get; private set; }

    public bool AtEnd => Index >= count;

    public SqlToken? Kind => AtEnd ? null : tokens[Index].Kind;

    /// <summary>The place of the next token; just after the last one at the end.</summary>
    public SourceSpan Here => AtEnd
        ? new SourceSpan(count == 0 ? 0 : tokens[count - 1].End, 0)
        : new SourceSpan(tokens[Index].Start, tokens[Index].Length);

    /// <summary>From <paramref name="start"/> to the last token taken.</summary>
    public SourceSpan From(SourceSpan start) =>
        Index == 0 ? start : new SourceSpan(start.Start, Math.Max(0, tokens[Index - 1].End - start.Start));

    public ReadOnlySpan<char> Text(int ahead = 0) =>
        Index + ahead < count ? tokens[Index + ahead].Text(text) : default;

    public bool IsWord(string word, int ahead = 0) =>
        Index + ahead < count && tokens[Index + ahead].IsWord(text, word);

    public bool IsAnyWord(ReadOnlySpan<string> words, int ahead = 0)
    {
        foreach (var word in words)
        {
            if (IsWord(word, ahead))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsSymbol(string symbol, int ahead = 0) =>
        Index + ahead < count && tokens[Index + ahead].IsSymbol(text, symbol);

    public SqlToken? KindAt(int ahead) => Index + ahead < count ? tokens[Index + ahead].Kind : null;

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
                    expected.Note(
                        words[0], words.Length > 1 ? words[1] : null, words.Length > 2 ? words[2] : null);
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
        var matches = new int[count];
        var open = new Stack<int>();
        for (var i = 0; i < count; i++)
        {
            matches[i] = count;
            if (tokens[i].IsSymbol(text, "("))
            {
                open.Push(i);
            }
            else if (tokens[i].IsSymbol(text, ")") && open.TryPop(out var at))
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

        tokens[Index].Start++;
        tokens[Index].Length--;
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
    public bool IsName(int ahead = 0) => Index + ahead < count && tokens[Index + ahead].IsName(text);

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

    /// <summary>A string that names something.</summary>
    public string TextOfName()
    {
        var span = Here;
        var name = StringValue();
        return Identifier.FaultOf(name) is { } fault ? throw ErrorCode.InvalidName.Error(fault, span) : name;
    }

    /// <summary>A name after AS or in a list of options: any word, or a string.</summary>
    public string NameOrText()
    {
        if (Kind != SqlToken.Text)
        {
            return Name(afterDot: true);
        }

        var span = Here;
        var name = TextOfName();
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

    /// <summary>Items with commas between.</summary>
    /// <param name="item">Reads one.</param>
    /// <param name="close">After a comma, this sign ends the list; null when no comma may stand at its end.</param>
    /// <param name="open">After a comma, any sign but this one ends the list; null when any may come.</param>
    public Sequence<T> List<T>(Func<T> item, string? close = null, string? open = null)
    {
        var first = pendingCount;
        do
        {
            if (pendingCount > first
                && ((close is not null && IsSymbol(close)) || (open is not null && !IsSymbol(open))))
            {
                break;
            }

            var one = item();
            if (pendingCount == pending.Length)
            {
                Array.Resize(ref pending, pendingCount * 2);
            }

            pending[pendingCount++] = one;
        }
        while (TakeSymbol(","));

        var items = new T[pendingCount - first];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = (T)pending[first + i]!;
        }

        Array.Clear(pending, first, items.Length);
        pendingCount = first;
        return new Sequence<T>(items);
    }

    public Sequence<T> LooseParenthesized<T>(Func<T> item)
    {
        ExpectSymbol("(");
        var items = List(item, ")");
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

    public void Note(string what) => expected.Note(what);

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
        var words = expected.Words();
        var wanted = words.Order(StringComparer.Ordinal).ToArray();
        var message = wanted.Length is 0 or > 12
            ? $"unexpected {found}"
            : $"unexpected {found}, expected {Alternatives(wanted)}";
        var near = Kind == SqlToken.Word
            ? Identifier.Nearest(Shown(), words.Where(e => e.Length > 2 && char.IsAsciiLetterUpper(e[0]))) : null;
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
}
