using System.Text;
using LakeSql.Common.Errors;
using LakeSql.Syntax.Tokens;
using Xunit;

namespace LakeSql.Syntax.Tests;

/// <summary>Every text ends in a tree or an error, after work that is linear in its length.</summary>
public sealed class HostileTextTests
{
    public static IEnumerable<TheoryDataRow<string>> Names =>
        HostileTexts.All.Keys.Select(n => new TheoryDataRow<string>(n));

    [Theory]
    [MemberData(nameof(Names))]
    public void Long_deep_and_wide_texts_end_in_a_tree_or_an_error(string name)
    {
        TreeChecks.TreeOf(HostileTexts.All[name]);
        SqlParser.SplitScript(HostileTexts.All[name]);
    }

    /// <summary>Memory stands for work: unlike time it is the same on every run.</summary>
    [Fact]
    public void Twice_the_text_takes_at_most_twice_the_memory()
    {
        var longer = HostileTexts.Nested(20_000).Concat(HostileTexts.Chains(20_000))
            .ToDictionary(t => t.Name, t => t.Sql);
        foreach (var (name, sql) in HostileTexts.Nested(10_000).Concat(HostileTexts.Chains(10_000)))
        {
            var twice = longer[name.Replace("10000", "20000", StringComparison.Ordinal)];
            Assert.True(Allocated(twice) < (2.5 * Allocated(sql)) + 1_000_000, name);
        }
    }

    /// <summary>A script of many bad statements is cut without reading the rest anew for each of them.</summary>
    [Theory]
    [InlineData("\\;")]
    [InlineData("SELECT 1a;")]
    [InlineData(";")]
    [InlineData("\n")]
    [InlineData("--\n")]
    [InlineData("SELECT 1;\n\n-- expect error LSQ1001\n")]
    [InlineData("(")]
    public void Scripts_are_cut_with_work_that_grows_as_they_do(string part)
    {
        long Work(int count)
        {
            var script = HostileTexts.Repeat(part, count);
            var before = GC.GetAllocatedBytesForCurrentThread();
            SqlParser.SplitScript(script);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The pool of arrays allocates what it does not hold yet, once; the rest is the work.
        Work(40_000);
        const int PoolMax = 16_000_000;
        Assert.True(Work(40_000) < (5.0 * Work(10_000)) + PoolMax);
    }

    [Fact]
    public void Every_beginning_of_every_statement_ends_in_a_tree_or_an_error()
    {
        foreach (var sql in SuiteStatements.All)
        {
            for (var length = 0; length <= Math.Min(sql.Length, 1500); length++)
            {
                TreeChecks.TreeOf(sql[..length]);
            }
        }
    }

    [Fact]
    public void Every_rest_of_every_statement_ends_in_a_tree_or_an_error()
    {
        foreach (var sql in SuiteStatements.All)
        {
            for (var start = 1; start <= Math.Min(sql.Length, 600); start += 3)
            {
                TreeChecks.TreeOf(sql[start..]);
            }
        }
    }

    [Fact]
    public void Words_of_the_grammar_in_any_order_end_in_a_tree_or_an_error()
    {
        string[] words =
        [
            .. Keywords.Reserved.Order(), .. Keywords.Unreserved.Order(),
            "a", "t", "1", "'s'", "\"q\"", "$1", "?", ":p",
            "(", ")", "[", "]", "{", "}", ",", ".", "*", "::", "->", "=>", "=", "<", "+", "-", "~", "@", "!", "#1", ";",
            "X'0f'",
        ];
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var salad = string.Join(
                ' ', Enumerable.Range(0, random.Next(1, 16)).Select(_ => words[random.Next(words.Length)]));
            TreeChecks.TreeOf(i % 2 == 0 ? salad : "SELECT " + salad);
        }
    }

    [Fact]
    public void Bytes_of_any_kind_end_in_a_tree_or_an_error()
    {
        var random = new Random(1);
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = new byte[random.Next(0, 40)];
            random.NextBytes(bytes);
            TreeChecks.TreeOf(Encoding.UTF8.GetString(bytes));
            TreeChecks.TreeOf(Encoding.Latin1.GetString(bytes));
            TreeChecks.TreeOf("SELECT " + Encoding.Latin1.GetString(bytes));
        }
    }

    /// <summary>Lone surrogates are half a character; a text in memory may hold them.</summary>
    [Fact]
    public void Characters_of_every_plane_stand_in_names_and_strings()
    {
        var samples = Enumerable.Range(0, 17)
            .SelectMany(plane => new[] { 0x00, 0x0A, 0xA9, 0x202E, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF }
                .Select(low => (plane << 16) + low))
            .Where(c => c is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32)
            .Concat(["\uD800", "\uDC00", "\uDC00\uD800"]);
        foreach (var sample in samples)
        {
            Assert.NotNull(TreeChecks.TreeOf($"SELECT '{sample}'"));
            var isNamed = TreeChecks.TreeOf(
                $"SELECT '{sample}' AS \"{sample}\", `{sample}` FROM \"{sample}\".\"{sample}\"") is not null;
            Assert.Equal(sample is not ("\0" or "\uD800" or "\uDC00" or "\uDC00\uD800"), isNamed);
            TreeChecks.TreeOf($"SELECT {sample}");
            TreeChecks.TreeOf($"SELECT a{sample} FROM {sample}t{sample}");
            TreeChecks.TreeOf($"{sample}SELECT 1{sample}");
            TreeChecks.TreeOf($"SELECT $a{sample}$x$a{sample}$, :a{sample}, X'{sample}', E'\\{sample}'");
            TreeChecks.TreeOf($"SELECT 1 -- {sample}\n/* {sample} */");
        }
    }

    /// <summary>Texts that once had a spelling of another tree, or none.</summary>
    [Theory]
    [InlineData("FROM (DESCRIBE t (a, b) ORDER BY ALL NULLS LAST)")]
    [InlineData("(DESCRIBE t) ORDER BY 1")]
    [InlineData("SELECT 1 GROUP BY (*) ORDER BY (*)")]
    [InlineData("SELECT 1 GROUP BY (*), a")]
    [InlineData("SELECT 1 GROUP BY a, *")]
    [InlineData("SELECT 1 GROUP BY GROUPING SETS (ROLLUP (a), *)")]
    [InlineData("SELECT 1 GROUP BY GROUPING SETS (*)")]
    [InlineData("SELECT ('a').SORT(' '), ('b').SORT(' ')")]
    [InlineData("SELECT :\u00A6a, $\u00A6b")]
    public void Found_texts_read_back_as_themselves(string text) => Assert.NotNull(TreeChecks.TreeOf(text));

    [Fact]
    public void A_tree_is_200_nodes_high_at_most()
    {
        Assert.NotNull(TreeChecks.TreeOf("SELECT 1" + HostileTexts.Repeat("::INT", 190)));
        var error = Assert.Throws<LakeSqlException>(
            () => SqlParser.Parse("SELECT 1" + HostileTexts.Repeat("::INT", 210)));
        Assert.Equal(ErrorCode.NestedTooDeep, error.Code);
    }

    private static long Allocated(string sql)
    {
        // The first run fills the pool of arrays.
        TreeChecks.TreeOf(sql);
        var before = GC.GetAllocatedBytesForCurrentThread();
        TreeChecks.TreeOf(sql);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
