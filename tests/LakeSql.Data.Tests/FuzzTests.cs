using System.Diagnostics;
using System.Globalization;
using CsCheck;
using LakeSql.Common.Errors;
using LakeSql.Syntax.Statements;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Statements of the suite, changed at random, through the parser and the binder.</summary>
public sealed class FuzzTests
{
    private static double Minutes => Environment.GetEnvironmentVariable("LAKESQL_FUZZ_MINUTES") is { } text
        ? double.Parse(text, CultureInfo.InvariantCulture) : 0;

    [Fact]
    public void Changed_statements_end_in_an_answer_or_an_error()
    {
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        MakeTables(connection);

        // In CI as many as take a few seconds; a seed that fails is shown, and gives its statement again.
        var clock = Stopwatch.StartNew();
        do
        {
            Gen.Int.Sample(
                seed => Check(connection, StatementMutations.Of(seed)), iter: 2000, threads: 1,
                seed: Minutes > 0 ? null : "0000000000000");
        }
        while (clock.Elapsed.TotalMinutes < Minutes);
    }

    /// <summary>The suite's own tables, as far as one lake can have them: its statements then find them.</summary>
    private static void MakeTables(LakeSqlConnection connection)
    {
        foreach (var sql in SuiteStatements.All.Where(s => s.StartsWith("CREATE TABLE ", StringComparison.Ordinal)))
        {
            try
            {
                connection.Run(sql);
            }
            catch (LakeSqlException)
            {
                // Some are there to fail, and some names are taken.
            }
        }
    }

    private static void Check(LakeSqlConnection connection, string text)
    {
        // A query is bound and rendered by EXPLAIN, and nothing runs.
        if (TreeChecks.TreeOf(text) is not (QueryStatement or Insert or Delete or Update))
        {
            return;
        }

        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "EXPLAIN " + text;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
            }
        }
        catch (LakeSqlException e)
        {
            Assert.True(e.Code != ErrorCode.Internal, $"{e.Message}\n {e.Detail}\n for EXPLAIN {text}");
        }
    }
}
