using System.Globalization;
using System.Text.RegularExpressions;
using LakeSql.Common.Errors;
using LakeSql.Syntax.Tests.Grammar;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;
using Xunit;

namespace LakeSql.Syntax.Tests;

/// <summary>The grammar folder says what the parser accepts.</summary>
public sealed partial class GrammarTests
{
    /// <summary>Words of these files are names of types, units and functions, not keywords.</summary>
    private static readonly string[] OtherWords = ["types.ebnf"];

    private static readonly GrammarFolder Grammar = GrammarFolder.Instance;

    public static IEnumerable<TheoryDataRow<string>> Statements =>
        Grammar.Statements.Select(s => new TheoryDataRow<string>(s));

    /// <summary>How many sentences each statement is tried with; more find more.</summary>
    private static int SentenceCount =>
        int.TryParse(Environment.GetEnvironmentVariable("LAKESQL_SENTENCES"), CultureInfo.InvariantCulture, out var count)
            ? count : 200;

    [Fact]
    public void Every_rule_is_defined_once_and_used()
    {
        Assert.Equal([], Grammar.All.GroupBy(r => r.Name).Where(g => g.Count() > 1).Select(g => g.Key));
        var used = Grammar.All.SelectMany(r => r.Body.All().OfType<Reference>().Select(u => u.Rule))
            .Append(GrammarFolder.Start).Append(GrammarFolder.Blank).ToHashSet();
        Assert.Equal([], used.Where(u => !Grammar.Rules.ContainsKey(u)));
        Assert.Equal([], Grammar.Rules.Keys.Where(r => !used.Contains(r)));
    }

    [Fact]
    public void Every_statement_has_a_rule()
    {
        var stems = typeof(Statement).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Statement)))
            .Select(t => Capital().Replace(t.Name, m => (m.Index > 0 ? "_" : "") + m.Value.ToLowerInvariant()))
            .Order(StringComparer.Ordinal);
        Assert.Equal(stems, Grammar.Statements.Order(StringComparer.Ordinal));
        Assert.Equal(stems, Grammar.Rules["statement"].Body.Parts.Select(p => ((Reference)p).Rule));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(GrammarFolder.Root, "grammar", "statements")))
        {
            Assert.True(Grammar.Statements.Contains(Path.GetFileNameWithoutExtension(file)), file);
            Assert.StartsWith("(* ", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Random_sentences_parse_and_format_to_themselves(string statement)
    {
        var generator = new SentenceGenerator(Grammar, new Random(statement.Length), 60);
        for (var i = 0; i < SentenceCount; i++)
        {
            var sentence = generator.Sentence(statement);
            var tree = Parsed(sentence, sentence);
            var formatted = tree.ToSql();
            var again = Parsed(formatted, sentence);
            Assert.True(formatted == again.ToSql(), $"{sentence}\n is {formatted}\n is {again.ToSql()}");
            Assert.True(tree == again, $"{sentence}\n is {formatted}\n, which has another tree");
            Assert.True(statement == "explain" || tree.ToSql(redacted: true).Length > 0);
        }
    }

    [Fact]
    public void Random_sentences_reach_every_part_of_the_grammar()
    {
        var generator = new SentenceGenerator(Grammar, new Random(1), 200);
        for (var i = 0; i < 20_000; i++)
        {
            generator.Sentence(GrammarFolder.Start);
        }

        foreach (var rule in Grammar.All.Where(r => !r.IsLexical))
        {
            foreach (var part in rule.Body.All().Where(p => p is Optional or Repeated or Choice).SelectMany(p => p.Parts))
            {
                Assert.True(generator.Used(part) || IsWordList(part, rule), $"{part} of {rule.Name} is never used");
            }
        }
    }

    [Fact]
    public void Keywords_of_the_grammar_are_those_of_the_keyword_lists()
    {
        var words = Grammar.Words.Where(w => w.Any(f => !OtherWords.Contains(f))).Select(w => w.Key).ToHashSet();
        Assert.Equal("", string.Join(' ', words.Except(Keywords.Reserved).Except(Keywords.Unreserved).Order()));
        Assert.Equal("", string.Join(' ', Keywords.Unreserved.Except(Grammar.Words.Select(w => w.Key)).Order()));
    }

    [Fact]
    public void Words_that_the_parser_looks_for_are_in_the_grammar()
    {
        var source = Path.Combine(GrammarFolder.Root, "src", "LakeSql.Syntax");
        foreach (var file in new[] { "Parsing", "Statements" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(source, f))))
        {
            // XOR is written for a function that has no operator, but never read.
            foreach (var word in QuotedWord().Matches(File.ReadAllText(file)).Where(m => m.Value != "\"XOR\""))
            {
                Assert.True(Grammar.Words.Contains(word.Groups[1].Value), $"{word.Value} of {Path.GetFileName(file)}");
            }
        }
    }

    [Fact]
    public void Words_that_are_no_alias_without_AS_are_those_of_the_grammar()
    {
        foreach (var word in Keywords.Unreserved)
        {
            Assert.True(IsListed(word, "column_follower") != HasAlias($"SELECT 1 {word}"), word);
            Assert.True(IsListed(word, "table_follower") != HasAlias($"SELECT 1 FROM t {word}"), word);
        }
    }

    private static bool IsListed(string word, string rule) =>
        Grammar.Rules[rule].Body.Parts.Any(p => ((Terminal)p).Text == word);

    private static bool HasAlias(string text)
    {
        try
        {
            return SqlParser.Parse(text).ToSql().Contains(" AS ", StringComparison.Ordinal);
        }
        catch (LakeSqlException)
        {
            return false;
        }
    }

    private static bool IsWordList(Ebnf part, Rule rule) => part is Terminal { IsWord: true }
        && Grammar.All.SelectMany(r => r.Body.All()).OfType<Except>()
            .Any(e => e.Words.All().Contains(part) || e.Words is Reference r && r.Rule == rule.Name);

    private static Statement Parsed(string text, string sentence)
    {
        try
        {
            return SqlParser.Parse(text);
        }
        catch (LakeSqlException e)
        {
            Assert.Fail($"{e.Message}\n at {e.Span.Start} of {text}\n for {sentence}");
            throw;
        }
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();

    [GeneratedRegex("\"([A-Z][A-Z0-9_]+)\"")]
    private static partial Regex QuotedWord();
}
