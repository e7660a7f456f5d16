using System.Text;
using System.Text.RegularExpressions;

namespace LakeSql.Tests;

/// <summary>Statements of the suite with tokens cut out, doubled, swapped or taken from others.</summary>
internal static partial class StatementMutations
{
    private static readonly string[][] Known = [.. SuiteStatements.All.Where(s => s.Length < 4000).Select(Split)];

    /// <summary>Characters that mean something to the scanner, and some that mean nothing anywhere.</summary>
    private const string Characters =
        "'\"`$@?:;,.()[]{}<>=!~|&^%*/+-#\\_0xeE19 \n\0\u200F\u202E\uFEFF\uD83D\uDE00é\u0130ſK";

    /// <summary>A statement that grows from the seed alone.</summary>
    public static string Of(int seed)
    {
        var random = new Random(seed);
        var tokens = Known[random.Next(Known.Length)].ToList();
        for (var i = random.Next(1, 4); i > 0 && tokens.Count > 0; i--)
        {
            Change(tokens, random);
        }

        var text = string.Concat(tokens);
        return random.Next(8) > 0 || text.Length == 0 ? text : WithCharacter(text, random);
    }

    private static void Change(List<string> tokens, Random random)
    {
        var at = random.Next(tokens.Count);
        var length = random.Next(1, Math.Min(6, tokens.Count - at) + 1);
        var donor = Known[random.Next(Known.Length)];
        switch (random.Next(10))
        {
            case 0: tokens.RemoveRange(at, length); break;
            case 1: tokens.InsertRange(at, tokens.GetRange(at, length)); break;
            case 2:
                var other = random.Next(tokens.Count);
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            case 3:
                var from = random.Next(donor.Length);
                tokens.RemoveRange(at, random.Next(length + 1));
                tokens.InsertRange(at, donor.Skip(from).Take(random.Next(1, 25)));
                break;
            case 4 or 5 or 6: PutGroup(tokens, donor, random); break;
            default: PutWord(tokens, donor, random); break;
        }
    }

    /// <summary>A group in parentheses in place of another one or a word: what results is often a statement.</summary>
    private static void PutGroup(List<string> tokens, string[] donor, Random random)
    {
        var (from, count) = Group(donor, random);
        var (at, length) = random.Next(3) > 0 ? Group(tokens, random) : Word(tokens, random);
        tokens.RemoveRange(at, length);
        tokens.InsertRange(at, donor.Skip(from).Take(count));
    }

    private static void PutWord(List<string> tokens, string[] donor, Random random)
    {
        var (from, _) = Word(donor, random);
        var (at, length) = Word(tokens, random);
        tokens.RemoveRange(at, length);
        tokens.Insert(at, donor[from]);
    }

    private static (int At, int Length) Group(IReadOnlyList<string> tokens, Random random)
    {
        var at = Find(tokens, random, t => t == "(");
        var depth = 0;
        for (var i = at; i < tokens.Count; i++)
        {
            depth += tokens[i] == "(" ? 1 : tokens[i] == ")" ? -1 : 0;
            if (depth == 0)
            {
                return (at, i + 1 - at);
            }
        }

        return (at, 1);
    }

    private static (int At, int Length) Word(IReadOnlyList<string> tokens, Random random) =>
        (Find(tokens, random, t => char.IsLetterOrDigit(t[0]) || t[0] is '\'' or '"' or '`'), 1);

    /// <summary>The first such token from a random one on; that one itself when there is none.</summary>
    private static int Find(IReadOnlyList<string> tokens, Random random, Func<string, bool> isSuch)
    {
        var start = random.Next(tokens.Count);
        var at = start;
        while (at < tokens.Count && !isSuch(tokens[at]))
        {
            at++;
        }

        return at < tokens.Count ? at : start;
    }

    private static string WithCharacter(string text, Random random)
    {
        var at = random.Next(text.Length);
        return new StringBuilder(text).Remove(at, random.Next(2)).Insert(at, Characters[random.Next(Characters.Length)])
            .ToString();
    }

    private static string[] Split(string sql) => [.. Tokens().Matches(sql).Select(m => m.Value)];

    [GeneratedRegex(@"'[^']*'|""[^""]*""|`[^`]*`|\w+|\s+|--[^\n]*|[<>=!~|&:*/+-]+|.", RegexOptions.Singleline)]
    private static partial Regex Tokens();
}
