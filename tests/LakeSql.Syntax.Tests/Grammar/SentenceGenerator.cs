using System.Text;
using LakeSql.Syntax.Tokens;

namespace LakeSql.Syntax.Tests.Grammar;

/// <summary>Makes random sentences of a rule. What was chosen least so far is chosen first half of the time.</summary>
/// <param name="grammar">The rules.</param>
/// <param name="random">Where chance comes from.</param>
/// <param name="tokensMax">Past this number of tokens a sentence takes the shortest way to its end.</param>
internal sealed class SentenceGenerator(GrammarFolder grammar, Random random, int tokensMax)
{
    private const int RareUses = 10;

    private static readonly string[] AnyWord = [.. Keywords.Reserved, .. Keywords.Unreserved];

    private readonly Dictionary<Ebnf, int> uses = [];
    private readonly StringBuilder text = new();
    private int tokensLeft;

    /// <summary>True when sentences went through that part.</summary>
    public bool Used(Ebnf part) => uses.ContainsKey(part);

    public string Sentence(string rule)
    {
        text.Clear();
        tokensLeft = random.Next(tokensMax);
        Write(new Reference(rule));
        return text.ToString();
    }

    private void Write(Ebnf part)
    {
        Use(part);
        switch (part)
        {
            case Choice c: Write(Chosen(c)); break;
            case Series s:
                foreach (var item in s.Parts)
                {
                    WriteShare(item, s.Parts.Any(p => p is Terminal));
                }

                break;
            case Optional o when tokensLeft > 0 && Chance(o.Inner, 0.3): Write(o.Inner); break;
            case Repeated r:
                while (tokensLeft > 0 && Chance(r.Inner, 0.12))
                {
                    Write(r.Inner);
                }

                break;
            case Reference { Rule: "word" }: Token(Word()); break;
            case Reference r when grammar.Rules[r.Rule].IsLexical: Token(Characters(r)); break;
            case Reference r: Write(grammar.Rules[r.Rule].Body); break;
            case Terminal t: Token(random.Next(4) == 0 ? t.Text.ToLowerInvariant() : t.Text); break;
            case Except e: Token(NotExcluded(e)); break;
            case Described d: Token(Sample(d)); break;
        }
    }

    /// <summary>Leaves tokens for the parts after this one, which would else never grow.</summary>
    private void WriteShare(Ebnf part, bool isShared)
    {
        // The levels of operators have no words: halving at each would leave nothing for what they hold.
        var kept = isShared && tokensLeft > 0 ? random.Next(tokensLeft) : 0;
        tokensLeft -= kept;
        Write(part);
        tokensLeft += kept;
    }

    private void Token(string token)
    {
        tokensLeft--;
        if (text.Length > 0)
        {
            // A space comes first, as a sign before a comment would take its first character.
            text.Append(' ').Append(random.Next(12) == 0 ? Characters(new Reference(GrammarFolder.Blank)) : "");
        }

        text.Append(token);
    }

    private Ebnf Chosen(Choice choice)
    {
        var shortest = grammar.Length(choice);
        var open = choice.Parts.Where(p => grammar.Length(p) <= Math.Max(shortest, tokensLeft)).ToArray();
        return random.Next(2) == 0
            ? open[random.Next(open.Length)]
            : open.OrderBy(p => uses.GetValueOrDefault(p)).ThenBy(_ => random.Next()).First();
    }

    /// <summary>What is rare is always taken: it may not come again.</summary>
    private bool Chance(Ebnf part, double chance) =>
        uses.GetValueOrDefault(part) < RareUses || random.NextDouble() < chance;

    private void Use(Ebnf part) => uses[part] = uses.GetValueOrDefault(part) + 1;

    /// <summary>A word whose text is not taken out; it is one token whatever rule makes it.</summary>
    private string NotExcluded(Except except)
    {
        while (true)
        {
            var inner = except.Inner is Reference { Rule: not "word" } r ? grammar.Rules[r.Rule].Body : except.Inner;
            var word = inner is Except e ? NotExcluded(e) : Word();
            Use(inner);
            if (!grammar.Excludes(except.Words, word))
            {
                return word;
            }
        }
    }

    /// <summary>Any word, and often enough one that is a keyword elsewhere.</summary>
    private string Word() => random.Next(4) > 0 ? Characters(new Reference("word"))
        : AnyWord[random.Next(AnyWord.Length)].ToLowerInvariant();

    /// <summary>A part of the lexical rules: nothing stands between its parts.</summary>
    private string Characters(Ebnf part)
    {
        Use(part);
        return part switch
        {
            Choice c => Characters(c.Parts[random.Next(c.Parts.Count)]),
            Series s => string.Concat(s.Parts.Select(Characters)),
            Optional o => random.Next(2) == 0 ? "" : Characters(o.Inner),
            Repeated r => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Characters(r.Inner))),
            Reference r => Characters(grammar.Rules[r.Rule].Body),
            Terminal t => t.Text,
            CharacterRange r => ((char)random.Next(r.First, r.Last + 1)).ToString(),
            Described d => Sample(d),
            _ => throw new FormatException($"{part.GetType().Name} in a lexical rule"),
        };
    }

    private string Sample(Described described)
    {
        var samples = Samples(described.Words);
        return samples[random.Next(samples.Length)];
    }

    /// <summary>What the descriptions between question marks stand for.</summary>
    private static string[] Samples(string words) => words switch
    {
        "letter of any alphabet" => ["a", "b", "k", "Q", "z", "é", "λ", "名"],
        "character but \"" or "character but `" => ["a", " ", "'", ".", "-", "é", "\ud83d\ude00", "\n"],
        "character but '" => ["a", "Z", " ", "\"", "\\", "%", "\n", "--", "é", "\ud83d\ude00"],
        "character but ' and \\" => ["a", " ", "\"", "é"],
        "character but * and /" => ["a", " ", "'", "\n"],
        "character within a line" => ["a", " ", "'", ";", "("],
        "tab or end of line" => ["\t", "\n", "\r\n"],
        "end of line" => ["\n"],
        "4 hexadecimal digits of a character" => ["0041", "00e9", "FFFD"],
        "8 hexadecimal digits of a character" => ["00000041", "0001F600"],
        "$tag$ any text $tag$" => ["$$$$", "$$it's$$", "$a_1$ $$ $a_1$"],
        "word of keywords/reserved.txt" => [.. Keywords.Reserved],
        "whole number from 1 to 100000" => ["1", "3", "100000"],
        "whole number from 1 to 38" => ["1", "9", "38"],
        "whole number up to the precision" => ["0", "1"],
        _ => throw new FormatException($"no samples of: {words}"),
    };
}
