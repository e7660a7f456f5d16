using System.Buffers;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using Superpower.Model;

namespace LakeSql.Syntax.Tokens;

/// <summary>Cuts text into tokens in one pass, linear in its length.</summary>
internal sealed class SqlScanner
{
    /// <summary>Deeper nesting is refused: the parser recurses, and a stack that overflows ends the process.</summary>
    public const int DepthMax = 400;

    /// <summary>Fewer than in usual text, so that the list of tokens seldom grows.</summary>
    private const int CharactersPerToken = 4;

    private static readonly string[] Symbols =
    [
        "!~~*", "<=>", "<->", "->>", "!~~", "~~*", "~~~", "**", "||", "::", ":=", "=>", "->", "<=", ">=", "<>", "!=",
        "==", "<<", ">>", "//", "!~", "~~", "^@", "@>", "<@", "&&", "..",
    ];

    private readonly string text;
    private Lexeme[] tokens;
    private int count;
    private int at;
    private int depth;

    private SqlScanner(string text, int capacity)
    {
        this.text = text;
        tokens = ArrayPool<Lexeme>.Shared.Rent(capacity);
    }

    /// <summary>The tokens of a text, without blanks and comments, in memory lent by the pool of arrays.</summary>
    /// <exception cref="LakeSqlException">LSQ1001, LSQ1002 or LSQ1004 with the place.</exception>
    public static (Lexeme[] Tokens, int Count) Scan(string text)
    {
        var scanner = new SqlScanner(text, 4 + (text.Length / CharactersPerToken));
        while (scanner.SkipBlanks())
        {
            scanner.Next();
        }

        return (scanner.tokens, scanner.count);
    }

    /// <summary>
    /// As <see cref="Scan"/> from a place on, but ends quietly at the first error; <paramref name="end"/> is how far
    /// it came.
    /// </summary>
    public static List<Token<SqlToken>> ScanLeniently(string text, int from, out int end)
    {
        var scanner = new SqlScanner(text, 64) { at = from };
        try
        {
            while (scanner.SkipBlanks())
            {
                scanner.depth = 0;
                scanner.Next();
            }
        }
        catch (LakeSqlException)
        {
            // The statement that holds the bad token reports it when it is parsed.
        }

        end = scanner.at;
        List<Token<SqlToken>> tokens = [.. scanner.tokens.Take(scanner.count).Select(t => new Token<SqlToken>(
            t.Kind, new TextSpan(text, new Position(t.Start, 1, t.Start + 1), t.Length)))];
        ArrayPool<Lexeme>.Shared.Return(scanner.tokens);
        return tokens;
    }

    private char Peek(int ahead = 0) => at + ahead < text.Length ? text[at + ahead] : '\0';

    private void Add(SqlToken kind, int start)
    {
        if (count == tokens.Length)
        {
            var longer = ArrayPool<Lexeme>.Shared.Rent(count * 2);
            tokens.CopyTo(longer, 0);
            ArrayPool<Lexeme>.Shared.Return(tokens);
            tokens = longer;
        }

        tokens[count++] = new Lexeme { Kind = kind, Start = start, Length = at - start };
    }

    private bool SkipBlanks()
    {
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]) || text[at] == '\uFEFF')
            {
                at++;
            }
            else if (text[at] == '-' && Peek(1) == '-')
            {
                var end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end + 1;
            }
            else if (text[at] == '/' && Peek(1) == '*')
            {
                SkipBlockComment();
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private void SkipBlockComment()
    {
        var start = at;
        var open = 0;
        do
        {
            if (at + 1 >= text.Length)
            {
                throw ErrorCode.UnterminatedToken.Error("comment is not closed", new SourceSpan(start, 2),
                    "close it with */");
            }

            if (text[at] == '/' && text[at + 1] == '*')
            {
                open++;
                at += 2;
            }
            else if (text[at] == '*' && text[at + 1] == '/')
            {
                open--;
                at += 2;
            }
            else
            {
                at++;
            }
        }
        while (open > 0);
    }

    private void Next()
    {
        var c = text[at];
        if (c is '\'' || (c is 'e' or 'E' or 'x' or 'X' or 'r' or 'R' && Peek(1) == '\''))
        {
            ScanText(c);
        }
        else if (IsWordStart(c))
        {
            var start = at++;
            while (at < text.Length && IsWordPart(text[at]))
            {
                at++;
            }

            CheckName(start);
            Add(SqlToken.Word, start);
        }
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)) && !AfterName()))
        {
            ScanNumber();
        }
        else if (c is '"' or '`')
        {
            ScanName(c);
        }
        else if (c is '$')
        {
            ScanDollar();
        }
        else if (c is '?' || (c is ':' or '@' && IsWordStart(Peek(1)) && !(c == ':' && AfterOperand())))
        {
            ScanParameter(c);
        }
        else
        {
            ScanSymbol(c);
        }
    }

    /// <summary><c>a.1</c> and <c>x:y</c>: the sign belongs to what stands before it.</summary>
    private bool AfterName() => count > 0 && at > 0
        && tokens[count - 1].End == at
        && tokens[count - 1].Kind is SqlToken.Word or SqlToken.QuotedName;

    /// <summary>The token before touches this place and is one that a colon can belong to: <c>x[a:b]</c>.</summary>
    private bool AfterOperand() => count > 0
        && tokens[count - 1].End == at
        && (tokens[count - 1].Kind is not SqlToken.Symbol || tokens[count - 1].Text(text) is ")" or "]" or "}" or "["
            || IsOpenEnd());

    /// <summary>A minus after a colon is the open end of a slice: <c>x[a:-:step]</c>.</summary>
    private bool IsOpenEnd() => count > 1 && tokens[count - 1].Text(text) is "-" && tokens[count - 2].Text(text) is ":";

    private static bool IsWordStart(char c) => char.IsLetter(c) || c == '_' || (c > 127 && !char.IsWhiteSpace(c));

    private static bool IsWordPart(char c) => IsWordStart(c) || char.IsAsciiDigit(c) || c == '$';

    private void ScanText(char prefix)
    {
        var start = at;
        var quote = prefix == '\'' ? at : at + 1;
        at = StringParts.End(text, ref quote, prefix);
        if (at < 0)
        {
            at = text.Length;
            throw ErrorCode.UnterminatedToken.Error(
                "string is not closed", new SourceSpan(quote, 1), "close it with '");
        }

        Add(prefix is 'x' or 'X' ? SqlToken.Hex : SqlToken.Text, start);
    }

    private void ScanName(char quote)
    {
        var start = at++;
        while (true)
        {
            var end = text.IndexOf(quote, at);
            if (end < 0)
            {
                at = text.Length;
                throw ErrorCode.UnterminatedToken.Error(
                    "name is not closed", new SourceSpan(start, 1), $"close it with {quote}");
            }

            at = end + 1;
            if (Peek() != quote)
            {
                CheckName(start);
                Add(SqlToken.QuotedName, start);
                return;
            }

            at++;
        }
    }

    private void CheckName(int start)
    {
        if (Identifier.FaultOf(text.AsSpan(start..at)) is { } fault)
        {
            throw ErrorCode.InvalidName.Error(fault, new SourceSpan(start, at - start));
        }
    }

    private void ScanDollar()
    {
        var start = at;
        var tagEnd = at + 1;
        while (tagEnd < text.Length && text[tagEnd] != '$' && IsWordPart(text[tagEnd]))
        {
            tagEnd++;
        }

        if (tagEnd < text.Length && text[tagEnd] == '$' && !char.IsAsciiDigit(Peek(1)))
        {
            var tag = text[at..(tagEnd + 1)];
            var close = text.IndexOf(tag, tagEnd + 1, StringComparison.Ordinal);
            if (close < 0)
            {
                at = text.Length;
                throw ErrorCode.UnterminatedToken.Error(
                    "string is not closed", new SourceSpan(start, tag.Length), $"close it with {tag}");
            }

            at = close + tag.Length;
            Add(SqlToken.Text, start);
            return;
        }

        ScanParameter('$');
    }

    private void ScanParameter(char sign)
    {
        var start = at++;
        while (at < text.Length && (sign == '?' ? char.IsAsciiDigit(text[at])
            : IsWordPart(text[at]) && text[at] != '$'))
        {
            at++;
        }

        if (sign == '$' && at == start + 1)
        {
            throw ErrorCode.SyntaxError.Error("unexpected $", new SourceSpan(start, 1));
        }

        // t@v3 and m@champion: a version or an alias, which the parser reads as the sign and a word.
        if (sign == '@' && count > 0 && tokens[count - 1].Kind is SqlToken.Word or SqlToken.QuotedName
            && tokens[count - 1].End == start)
        {
            at = start + 1;
            Add(SqlToken.Symbol, start);
            return;
        }

        Add(SqlToken.Parameter, start);
    }

    private void ScanNumber()
    {
        var start = at;
        if (text[at] == '0' && Peek(1) is 'x' or 'X' && char.IsAsciiHexDigit(Peek(2)))
        {
            at += 2;
            while (char.IsAsciiHexDigit(Peek()) || Peek() == '_')
            {
                at++;
            }
        }
        else
        {
            Digits();
            if (Peek() == '.' && Peek(1) != '.')
            {
                at++;
                Digits();
            }

            if (Peek() is 'e' or 'E'
                && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
            {
                at += 2;
                Digits();
            }
        }

        if (IsWordStart(Peek()))
        {
            while (at < text.Length && IsWordPart(text[at]))
            {
                at++;
            }

            throw ErrorCode.InvalidLiteral.Error($"{text[start..at]} is not a number",
                new SourceSpan(start, at - start));
        }

        Add(SqlToken.Number, start);
    }

    private void Digits()
    {
        while (char.IsAsciiDigit(Peek()) || (Peek() == '_' && char.IsAsciiDigit(Peek(1))))
        {
            at++;
        }
    }

    private void ScanSymbol(char c)
    {
        var start = at;
        foreach (var symbol in "=><-~*|:/@&.".Contains(Peek(1), StringComparison.Ordinal) ? Symbols : [])
        {
            if (string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0)
            {
                at += symbol.Length;
                Add(SqlToken.Symbol, start);
                return;
            }
        }

        if ("()[]{},;.+-*/%^<>=~|&:!#@".IndexOf(c, StringComparison.Ordinal) < 0)
        {
            var length = char.IsHighSurrogate(c) && char.IsLowSurrogate(Peek(1)) ? 2 : 1;
            throw ErrorCode.SyntaxError.Error(
                $"unexpected character {(char.IsControl(c) ? $"U+{(int)c:X4}" : text.Substring(start, length))}",
                new SourceSpan(start, length));
        }

        at++;
        Add(SqlToken.Symbol, start);
        depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
        if (depth > DepthMax)
        {
            throw ErrorCode.NestedTooDeep.Error(
                $"nested deeper than {DepthMax}", new SourceSpan(start, 1), "split it with a CTE");
        }
    }
}
