using LakeSql.Common.Errors;
using LakeSql.Data;
using Xunit;

namespace LakeSql.Slt;

/// <summary>
/// Wrong statements and what LakeSql says to them: code, message, place and hint. A block of a file below tests/errors
/// is a statement, its marked place below it, the code with the message, and the hint.
/// </summary>
public sealed class ErrorTests
{
    private static string Directory => Path.Combine(Shared.Root, "tests", "errors");

    public static TheoryData<string> Files() =>
        [.. System.IO.Directory.EnumerateFiles(Directory, "*.txt").Order()
            .Select(f => Path.GetFileNameWithoutExtension(f))];

    /// <summary>LAKESQL_UPDATE=1 rewrites what is expected.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Says_what_is_wrong(string file)
    {
        var path = Path.Combine(Directory, file + ".txt");
        var written = File.ReadAllText(path);
        var directory = System.IO.Directory.CreateTempSubdirectory("lakesql-errors-").FullName;
        try
        {
            using var connection = new LakeSqlConnection($"Data Source={Path.Combine(directory, "lake")}");
            connection.Open();
            foreach (var statement in File.ReadAllText(Path.Combine(Directory, "setup.sql")).Split(";\n"))
            {
                Assert.Null(Error(connection, statement));
            }

            var blocks = written.TrimEnd('\n').Split("\n\n").Select(b => Answered(connection, b));
            var actual = string.Join("\n\n", blocks) + "\n";
            if (Environment.GetEnvironmentVariable("LAKESQL_UPDATE") == "1")
            {
                File.WriteAllText(path, actual);
            }
            else
            {
                Assert.Equal(written, actual);
            }
        }
        finally
        {
            System.IO.Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>The block with what is said now; comments stay.</summary>
    private static string Answered(LakeSqlConnection connection, string block)
    {
        if (block.StartsWith('#'))
        {
            return block;
        }

        var statement = block.Split('\n')[0];
        var lines = new List<string> { statement };
        var error = Error(connection, statement);
        Assert.True(error is not null, $"nothing is wrong with {statement}");

        if (error.Span.IsKnown)
        {
            lines.Add(new string(' ', error.Span.Start) + new string('^', Math.Max(1, error.Span.Length)));
        }

        lines.Add($"{error.Code.Code} {error.Message.ReplaceLineEndings("\\n")}");
        if (error.Hint is not null)
        {
            lines.Add("hint: " + error.Hint);
        }

        return string.Join('\n', lines);
    }

    private static LakeSqlException? Error(LakeSqlConnection connection, string statement)
    {
        if (string.IsNullOrWhiteSpace(statement))
        {
            return null;
        }

        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
            return null;
        }
        catch (LakeSqlException e)
        {
            return e;
        }
    }
}
