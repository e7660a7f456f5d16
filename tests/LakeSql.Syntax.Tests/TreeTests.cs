using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Tests.Trees;
using Xunit;

namespace LakeSql.Syntax.Tests;

/// <summary>The formatter writes every tree so that the parser reads the same tree.</summary>
public sealed class TreeTests
{
    /// <summary>How many trees are tried; more find more.</summary>
    private static int TreeCount => Setting("LAKESQL_SENTENCES") ?? 3000;

    private static int Seed => Setting("LAKESQL_SEED") ?? 1;

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    [Fact]
    public void Random_expressions_read_back_as_themselves()
    {
        var generator = new QueryGenerator(new Random(Seed));
        for (var i = 0; i < TreeCount; i++)
        {
            var tree = generator.Expression(i % 4);
            var text = tree.ToSql();
            Check(tree, text, () => SqlParser.ParseExpression(text));
        }
    }

    [Fact]
    public void Random_queries_read_back_as_themselves()
    {
        var generator = new QueryGenerator(new Random(Seed));
        for (var i = 0; i < TreeCount; i++)
        {
            var tree = generator.Query(1 + (i % 3));
            var text = new QueryStatement(default, tree).ToSql();
            Check(tree, text, () => SqlParser.ParseQuery(text));
        }
    }

    private static void Check<T>(T tree, string text, Func<T> parse)
    {
        try
        {
            var again = parse();
            Assert.True(Equals(tree, again), $"{text}\n reads as another tree");
        }
        catch (LakeSqlException e)
        {
            Assert.Fail($"{e.Message}\n at {e.Span.Start} of {text}");
        }
    }
}
