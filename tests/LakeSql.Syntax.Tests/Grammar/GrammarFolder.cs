using System.Collections.Concurrent;
using LakeSql.Syntax.Tokens;

namespace LakeSql.Syntax.Tests.Grammar;

/// <summary>All rules of the grammar folder.</summary>
internal sealed class GrammarFolder
{
    /// <summary>The whole grammar.</summary>
    public const string Start = "text";

    /// <summary>What may stand between tokens.</summary>
    public const string Blank = "blank";

    private const int Unknown = 1_000_000;

    private readonly Dictionary<string, int> lengths = [];
    private readonly ConcurrentDictionary<Ebnf, int> partLengths = [];

    private GrammarFolder(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*.ebnf", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal);
        All = [.. files.SelectMany(f => EbnfReader.Read(
            Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllText(f)))];
        Rules = All.DistinctBy(r => r.Name).ToDictionary(r => r.Name);
        Statements = [.. All.Where(r => r.File == $"statements/{r.Name}.ebnf").Select(r => r.Name)];
        Words = All.Where(r => !r.IsLexical)
            .SelectMany(r => r.Body.All().OfType<Terminal>().Where(t => t.IsWord).Select(t => (t.Text, r.File)))
            .ToLookup(p => p.Text, p => p.File);
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var rule in All)
            {
                var length = Shortest(rule.Body);
                changed |= length < lengths.GetValueOrDefault(rule.Name, int.MaxValue);
                lengths[rule.Name] = length;
            }
        }
    }

    public static GrammarFolder Instance { get; } = new(Path.Combine(Shared.Root, "grammar"));

    /// <summary>The rules as they stand in the files.</summary>
    public IReadOnlyList<Rule> All { get; }

    public IReadOnlyDictionary<string, Rule> Rules { get; }

    /// <summary>The rules named as their file in <c>statements</c>.</summary>
    public IReadOnlyList<string> Statements { get; }

    /// <summary>The keywords, each with the files that use it.</summary>
    public ILookup<string, string> Words { get; }

    /// <summary>The fewest tokens that a part can be.</summary>
    public int Length(Ebnf part) =>
        partLengths.TryGetValue(part, out var length) ? length : partLengths[part] = Shortest(part);

    /// <summary>The same, large while the rules that the part needs are not known yet.</summary>
    private int Shortest(Ebnf part) => part switch
    {
        Choice c => c.Parts.Min(Shortest),
        Series s => s.Parts.Aggregate(0, (sum, p) => Math.Min(Unknown, sum + Shortest(p))),
        Optional or Repeated => 0,
        Except e => Shortest(e.Inner),
        Reference r => Rules[r.Rule].IsLexical ? 1 : lengths.GetValueOrDefault(r.Rule, Unknown),
        _ => 1,
    };

    /// <summary>The words that <c>a - b</c> takes out.</summary>
    public bool Excludes(Ebnf words, string text) => words switch
    {
        Choice c => c.Parts.Any(p => Excludes(p, text)),
        Reference r => Excludes(Rules[r.Rule].Body, text),
        Terminal t => t.Text.Equals(text, StringComparison.OrdinalIgnoreCase),
        Described => Keywords.IsReserved(text),
        _ => throw new FormatException($"{words.GetType().Name} is no list of words"),
    };
}
