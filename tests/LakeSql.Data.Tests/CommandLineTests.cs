using System.Diagnostics;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>The command line, as scripts rely on it.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryLake lake = new();

    public void Dispose() => lake.Dispose();

    [Theory]
    [InlineData("csv", "a,b\r\n1,\"x, \"\"y\"\"\"\r\n,\r\n")]
    [InlineData("json", "[\n  {\"a\":1,\"b\":\"x, \\\"y\\\"\"},\n  {\"a\":null,\"b\":null}\n]\n")]
    [InlineData("jsonl", "{\"a\":1,\"b\":\"x, \\\"y\\\"\"}\n{\"a\":null,\"b\":null}\n")]
    [InlineData("markdown", "| a | b |\n| --- | --- |\n| 1 | x, \"y\" |\n| NULL | NULL |\n")]
    public void Formats(string format, string expected)
    {
        var (exit, output, _) = Run(
            "-c", "SELECT * FROM (VALUES (1, 'x, \"y\"'), (NULL, NULL)) v (a, b) ORDER BY a", "--format", format);
        Assert.Equal(0, exit);
        Assert.Equal(expected, output);
    }

    [Fact]
    public void A_bad_token_spoils_its_statement_alone()
    {
        var (exit, output, error) =
            Run("--keep-going", "--quiet", "-c", "SELECT 1 AS a; SELECT \\ 2; SELECT 3 AS b; SELECT 'x");
        Assert.Equal(1, exit);
        Assert.Equal("a\r\n1\r\nb\r\n3\r\n", output);
        Assert.Contains("LSQ1002", error);
    }

    [Theory]
    [InlineData(2, "-c is given twice", "-c", "SELECT 1", "-c", "SELECT 2")]
    [InlineData(2, "there is no format 'xml'", "--format=xml", "-c", "SELECT 1")]
    [InlineData(2, "lakesql: ", "-f", "/nothing.sql")]
    [InlineData(2, "lakesql: ", "-f", "/")]
    [InlineData(0, "", "--format=json", "-c", "SELECT 1", "--quiet")]
    [InlineData(0, "", "-f", "-", "--quiet")]
    public void Arguments(int exit, string message, params string[] arguments)
    {
        var result = Run(arguments);
        Assert.Equal(exit, result.Exit);
        Assert.Contains(message, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    /// <summary>A terminal may have no size, as one that a program has made and told nothing.</summary>
    [Fact]
    public void A_terminal_without_a_size_shows_the_rows()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the command that makes a terminal is another elsewhere");
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(d => File.Exists(Path.Combine(d, "script"))),
            "the command script, which makes a terminal, is not there");
        var command = $"stty cols 0 rows 0; dotnet '{Path.Combine(AppContext.BaseDirectory, "lakesql.dll")}' "
            + $"'{lake.Path}' -c 'SELECT 42 AS answer'";
        using var process = Process.Start(
            new ProcessStartInfo("script", ["-qec", command, "/dev/null"])
            {
                RedirectStandardOutput = true, RedirectStandardInput = true,
            })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Contains("answer", output);
        Assert.DoesNotContain("LSQ9001", output);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void Values_survive_csv()
    {
        var (_, output, _) = Run(
            "--quiet", "-c",
            "SELECT X'41FF5C' AS b, TIMESTAMP '2024-01-01 00:00:00' AS t, DATE '2024-01-01' AS d, INTERVAL 1 DAY AS i, "
            + "INTERVAL '14 months' AS m, ['a,b', 'c'] AS l, 2.0::DOUBLE AS f");
        Assert.Equal(
            "b,t,d,i,m,l,f\r\nA\\xFF\\x5C,2024-01-01 00:00:00,2024-01-01,1 day,1 year 2 months,\"['a,b', c]\",2.0\r\n",
            output);
    }

    [Fact]
    public void Exit_codes_and_expected_errors()
    {
        Assert.Equal(2, Run("--nonsense").Exit);
        Assert.Equal(2, Run("-c").Exit);
        var (exit, output, error) = Run("-c", "SELECT 1; SELECT nope; SELECT 2", "--quiet");
        Assert.Equal(1, exit);
        Assert.Equal("1\r\n1\r\n", output);
        Assert.Contains("LSQ2002 (42703): column nope not found\n  line 1, column 8\n  SELECT nope\n         ^^^^",
            error);
        Assert.Equal("1\r\n1\r\n2\r\n2\r\n", Run("-c", "SELECT 1; SELECT nope; SELECT 2", "--keep-going").Output);
        Assert.Equal(0, Run("-c", "-- expect error LSQ2002\nSELECT nope; SELECT 1").Exit);
        Assert.Equal(1, Run("-c", "-- expect error LSQ2002\nSELECT 1").Exit);
        Assert.Equal(1, Run("--user", "nobody", "-c", "SELECT 1").Exit);
    }

    /// <summary>As of a script whose variables are not set where it runs.</summary>
    [Fact]
    public void A_blank_user_or_password_is_a_wrong_one()
    {
        var account = Environment.UserName;
        Assert.Equal(0, Run("-c", "SELECT 1").Exit);
        Assert.Equal(0, Run("--user", account, "-c", "SELECT 1").Exit);
        foreach (var (password, user) in ((string?, string[])[])[
            (null, ["--user", ""]), (null, ["--user="]), ("", ["--user", account]), ("", []), ("wrong", [])])
        {
            var (exit, output, error) = Program.Run(password, [lake.Path, "-c", "SELECT 1", .. user]);
            Assert.Equal((1, ""), (exit, output));
            Assert.Contains("LSQ3003", error);
        }
    }

    private (int Exit, string Output, string Error) Run(params string[] arguments) =>
        Program.Run([lake.Path, .. arguments]);
}
