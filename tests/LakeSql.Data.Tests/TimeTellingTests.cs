using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>
/// What takes longer for some values than for others is asked above a limit, and computed of copies: no test can
/// measure it, so the text that the engine gets is looked at.
/// </summary>
public sealed class TimeTellingTests : IDisposable
{
    private const string Limit = "LIMIT 9223372036854775807";

    private readonly TemporaryLake lake = new();

    public static TheoryData<string, bool> Conditions => new()
    {
        { "t.s LIKE 'a%'", false },
        { "t.s LIKE '%a'", false },
        { "t.s LIKE '%a%'", true },
        { "t.s LIKE '%a_%'", true },
        { "NOT (t.n = 1 OR t.s LIKE '%a%')", true },
        { "o.s LIKE '%a%'", false },
        { @"o.s LIKE '%a\'", true },
        { "t.n = 1 AND (" + string.Join(" OR ", Enumerable.Range(0, 60).Select(i => $"t.s = 'a{i}'")) + ")", false },
        { "t.n = 1 AND (" + string.Join(" OR ", Enumerable.Range(0, 70).Select(i => $"t.s = 'a{i}'")) + ")", true },
        { "t.n IN (" + string.Join(", ", Enumerable.Range(0, 70)) + ")", false },
    };

    public static TheoryData<string, bool> Values => new()
    {
        { "t.s LIKE 'a%'", false },
        { "t.s LIKE '%a%'", true },
        { "t.s LIKE 'a%_%'", true },
        { "o.s LIKE '%a%'", false },
        { "t.s ILIKE 'a'", true },
        { "t.n + t.n", false },
        { "t.n * (1 - t.n) - t.n", false },
        { "o.n + CAST(t.n AS BIGINT)", false },
        { "t.i + INTERVAL '1 day'", true },
        { "INTERVAL '1 day' + t.i", true },
        { "t.i - t.i", true },
        { "t.n * INTERVAL '1 day'", false },
        { "t.masked + t.masked", true },
        { "t.masked + 1", false },
        { "upper(t.s)", true },
    };

    public void Dispose() => lake.Dispose();

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Conditions_that_take_time_are_asked_above_a_limit(string condition, bool isAbove) =>
        Assert.Equal(isAbove, TextOf($"SELECT 1 FROM t JOIN o ON t.n = o.n WHERE {condition}").Contains(
            Limit, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_that_take_time_are_computed_of_copies(string value, bool isCopied) =>
        Assert.Equal(isCopied, TextOf($"SELECT {value} FROM t, o").Contains(
            "list_extract([", StringComparison.Ordinal));

    /// <summary>The text that the engine gets.</summary>
    private string TextOf(string sql)
    {
        using (var connection = lake.Open())
        {
            connection.Run(
                "CREATE TABLE t (h BOOLEAN, s STRING, n INT, i TIMESTAMP, masked INT); INSERT INTO t VALUES "
                + "(false, 'a', 1, TIMESTAMP '2020-01-01 00:00:00', 5); CREATE TABLE o (s STRING, n INT); "
                + "INSERT INTO o VALUES ('a', 1); CREATE FUNCTION seen(h BOOLEAN) RETURNS BOOLEAN RETURN NOT h; "
                + "CREATE FUNCTION none(n INT) RETURNS INT RETURN NULL; ALTER TABLE t SET ROW FILTER seen ON (h); "
                + "ALTER TABLE t ALTER COLUMN masked SET MASK none");
        }

        using var front = new FrontEnd(lake.Path);
        return front.All(sql);
    }
}
