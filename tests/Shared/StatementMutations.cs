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
        for (var i = random.Next(1, 5); i > 0 && tokens.Count > 0; i--)
        {
            Change(tokens, random);
        }

        var text = string.Concat(tokens);
        return random.Next(4) > 0 || text.Length == 0 ? text : WithCharacter(text, random);
    }

    private static void Change(List<string> tokens, Random random)
    {
        var at = random.Next(tokens.Count);
        var length = random.Next(1, Math.Min(12, tokens.Count - at) + 1);
        switch (random.Next(5))
        {
            case 0: tokens.RemoveRange(at, length); break;
            case 1: tokens.InsertRange(at, tokens.GetRange(at, length)); break;
            case 2:
                var other = random.Next(tokens.Count);
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            default:
                var donor = Known[random.Next(Known.Length)];
                var from = random.Next(donor.Length);
                var part = donor.AsSpan(from, Math.Min(random.Next(1, 25), donor.Length - from)).ToArray();
                tokens.RemoveRange(at, random.Next(length + 1));
                tokens.InsertRange(at, [" ", .. part, " "]);
                break;
        }
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
