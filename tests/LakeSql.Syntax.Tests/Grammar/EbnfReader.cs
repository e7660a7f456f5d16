using System.Text.RegularExpressions;

namespace LakeSql.Syntax.Tests.Grammar;

/// <summary>Reads a grammar file in the notation that <c>grammar/README.md</c> describes.</summary>
internal sealed partial class EbnfReader
{
    private readonly string file;
    private readonly List<string> tokens = [];
    private int at;

    private EbnfReader(string file, string text)
    {
        this.file = file;
        var position = 0;
        while (position < text.Length)
        {
            var match = Token().Match(text, position);
            if (!match.Success)
            {
                throw new FormatException($"{file}: cannot read the text from character {position}");
            }

            position += match.Length;
            if (!match.Groups["skip"].Success)
            {
                tokens.Add(match.Value);
            }
        }
    }

    public static List<Rule> Read(string file, string text)
    {
        var reader = new EbnfReader(file, text);
        var rules = new List<Rule>();
        while (reader.at < reader.tokens.Count)
        {
            var name = reader.Next();
            reader.Expect("=");
            rules.Add(new Rule(name, file, reader.Alternatives()));
            reader.Expect(";");
        }

        return rules;
    }

    private Ebnf Alternatives()
    {
        var alternatives = new List<Ebnf> { Items() };
        while (Take("|"))
        {
            alternatives.Add(Items());
        }

        return alternatives.Count == 1 ? alternatives[0] : new Choice(alternatives);
    }

    private Ebnf Items()
    {
        var items = new List<Ebnf>();
        do
        {
            var item = Item();
            items.Add(Take("-") ? new Except(item, Item()) : item);
        }
        while (!(Peek() is "|" or ";" or ")" or "]" or "}"));
        return items.Count == 1 ? items[0] : new Series(items);
    }

    private Ebnf Item()
    {
        var token = Next();
        switch (token)
        {
            case "(":
                return Closed(Alternatives(), ")");
            case "[":
                return Closed(new Optional(Alternatives()), "]");
            case "{":
                return Closed(new Repeated(Alternatives()), "}");
        }

        if (token[0] is '"' or '\'')
        {
            return Take("..") ? new CharacterRange(token[1], Next()[1]) : new Terminal(token[1..^1]);
        }

        return token[0] == '?' ? new Described(token[1..^1].Trim())
            : char.IsAsciiLetterLower(token[0]) ? new Reference(token)
            : throw Unexpected(token);
    }

    private Ebnf Closed(Ebnf inner, string close)
    {
        Expect(close);
        return inner;
    }

    private string? Peek() => at < tokens.Count ? tokens[at] : null;

    private string Next() => at < tokens.Count ? tokens[at++] : throw Unexpected("the end");

    private bool Take(string token)
    {
        var found = Peek() == token;
        at += found ? 1 : 0;
        return found;
    }

    private void Expect(string token)
    {
        if (!Take(token))
        {
            throw Unexpected(Peek() ?? "the end");
        }
    }

    private FormatException Unexpected(string token) =>
        new($"{file}: unexpected {token} after {string.Join(' ', tokens.Take(at).TakeLast(8))}");

    [GeneratedRegex("""
        \G(?:(?<skip>\s+|\(\*(?s:.*?)\*\))|"[^"\n]+"|'[^'\n]+'|\?[^?\n]+\?|[a-z][a-z_0-9]*|\.\.|[=|;()\[\]{}-])
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();
}
