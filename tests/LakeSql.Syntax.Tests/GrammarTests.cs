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
    private static readonly string[] OtherWords = ["types.ebnf", "functions.ebnf"];

    private static readonly GrammarFolder Grammar = GrammarFolder.Instance;

    public static IEnumerable<TheoryDataRow<string>> Statements =>
        Grammar.Statements.Select(s => new TheoryDataRow<string>(s));

    /// <summary>How many sentences each statement is tried with; more find more.</summary>
    private static int SentenceCount => Setting("LAKESQL_SENTENCES") ?? 200;

    private static int Seed => Setting("LAKESQL_SEED") ?? 1;

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

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
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Shared.Root, "grammar", "statements")))
        {
            Assert.True(Grammar.Statements.Contains(Path.GetFileNameWithoutExtension(file)), file);
            Assert.StartsWith("(* ", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Random_sentences_parse_and_format_to_themselves(string statement) => Check(statement, "{0}");

    /// <summary>What lies deep in a statement is rare in sentences of it; here each part grows by itself.</summary>
    [Theory]
    [InlineData("query", "{0}")]
    [InlineData("select_clauses", "FROM t {0}")]
    [InlineData("grouping_element", "FROM t GROUP BY {0}")]
    [InlineData("star", "SELECT {0}")]
    [InlineData("tables", "FROM {0}")]
    [InlineData("table_item", "FROM {0}")]
    [InlineData("named_table", "FROM {0}")]
    [InlineData("sample", "FROM t TABLESAMPLE {0}")]
    [InlineData("table_argument", "FROM f({0})")]
    [InlineData("expression", "SELECT {0}")]
    [InlineData("comparison", "SELECT {0}")]
    [InlineData("predicate_test", "SELECT a {0}")]
    [InlineData("zoned", "SELECT {0}")]
    [InlineData("accessor", "SELECT a {0}")]
    [InlineData("plain_operand", "SELECT {0}")]
    [InlineData("function_call", "SELECT {0}")]
    [InlineData("argument", "SELECT f({0})")]
    [InlineData("window", "SELECT f(a) OVER {0}")]
    [InlineData("frame", "SELECT f(a) OVER (ORDER BY a {0})")]
    [InlineData("type", "SELECT CAST(a AS {0})")]
    [InlineData("type", "CREATE TABLE t (a {0})")]
    public void Random_parts_parse_and_format_to_themselves(string rule, string place) => Check(rule, place);

    [Fact]
    public void Random_sentences_reach_every_part_of_the_grammar()
    {
        var generator = new SentenceGenerator(Grammar, new Random(Seed), 60);
        foreach (var rule in Grammar.All.Where(r => !r.IsLexical))
        {
            var parts = rule.Body.All().Where(p => p is Optional or Repeated or Choice).SelectMany(p => p.Parts)
                .Where(p => !IsWordList(p, rule)).ToArray();
            for (var i = 0; i < 5000 && !parts.All(generator.Used); i++)
            {
                generator.Sentence(rule.Name);
            }

            foreach (var part in parts)
            {
                Assert.True(generator.Used(part), $"{part} of {rule.Name} is never used");
            }
        }
    }

    private static void Check(string rule, string place)
    {
        var generator = new SentenceGenerator(Grammar, new Random(Seed), 60);
        for (var i = 0; i < SentenceCount; i++)
        {
            var sentence = place.Replace("{0}", generator.Sentence(rule), StringComparison.Ordinal);
            var tree = Parsed(sentence, sentence);
            var formatted = tree.ToSql();
            var again = Parsed(formatted, sentence);
            Assert.True(formatted == again.ToSql(), $"{sentence}\n is {formatted}\n is {again.ToSql()}");
            Assert.True(tree == again, $"{sentence}\n is {formatted}\n, which has another tree");
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
        var source = Path.Combine(Shared.Root, "src", "LakeSql.Syntax");
        string[] folders = ["Parsing", "Statements"];
        foreach (var file in folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(source, f))))
        {
            // XOR is written for a function that has no operator, but never read.
            foreach (var word in QuotedWord().Matches(File.ReadAllText(file)).Where(m => m.Value != "\"XOR\""))
            {
                Assert.True(Grammar.Words.Contains(word.Groups[1].Value), $"{word.Value} of {Path.GetFileName(file)}");
            }
        }
    }

    /// <summary>The other direction: what scripts use is what the grammar knows.</summary>
    [Fact]
    public void Statements_of_the_suite_parse_and_format_to_themselves()
    {
        var folder = Path.Combine(Shared.Root, "tests", "slt");
        foreach (var file in Directory.EnumerateFiles(folder, "*.slt", SearchOption.AllDirectories))
        {
            foreach (Match record in SuiteRecord().Matches(File.ReadAllText(file)))
            {
                var text = record.Groups["sql"].Value;
                var formatted = Parsed(text, text).ToSql();
                Assert.Equal(formatted, Parsed(formatted, text).ToSql());
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

    [GeneratedRegex(@"(?<=\A|\n\n|\n#[^\n]*\n)(statement ok|query)[^\n]*\n(?<sql>(?s:.+?))(?=\n----|\n\s*\n|\Z)",
        RegexOptions.Multiline)]
    private static partial Regex SuiteRecord();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();

    [GeneratedRegex("\"([A-Z][A-Z0-9_]+)\"")]
    private static partial Regex QuotedWord();
}
