using LakeSql.Common.Errors;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;
using Xunit;

namespace LakeSql.Tests;

/// <summary>What holds for every text, however wrong.</summary>
internal static class TreeChecks
{
    /// <summary>
    /// The text gives an error with a place within it, or a tree whose spelling reads back as the same tree.
    /// </summary>
    /// <returns>The tree; null for an error.</returns>
    public static Statement? TreeOf(string text)
    {
        Statement tree;
        try
        {
            tree = SqlParser.Parse(text);
        }
        catch (LakeSqlException e)
        {
            Assert.True(e.Code != ErrorCode.Internal, $"{e.Message}\n {e.Detail}\n for {Shown(text)}");
            Assert.True(
                (e.Span.IsKnown || e.Message.Contains("end of statement", StringComparison.Ordinal))
                && e.Span.End <= text.Length,
                $"{e.Message} stands at {e.Span.Start}+{e.Span.Length} of {text.Length}: {Shown(text)}");
            return null;
        }

        var spelling = tree.ToSql();
        Statement again;
        try
        {
            again = SqlParser.Parse(spelling);
        }
        catch (LakeSqlException e)
        {
            Assert.Fail($"{e.Message}\n at {e.Span.Start} of {Shown(spelling)}\n for {Shown(text)}");
            throw;
        }

        Assert.True(tree.Equals(again), $"{Shown(text)}\n is {Shown(spelling)},\n which has another tree");
        Assert.True(tree.GetHashCode() == again.GetHashCode(), $"{Shown(text)}\n has another hash");
        return tree;
    }

    private static string Shown(string text) => text.Length <= 3000 ? text : text[..3000] + "…";
}
