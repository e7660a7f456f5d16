using LakeSql.Common.Errors;
using LakeSql.Data;

namespace LakeSql.Repl;

/// <summary>The interactive shell: statements over several lines, ended by a semicolon.</summary>
internal sealed class Shell(LakeSqlConnection connection, CommandLine line)
{
    private readonly ScriptRunner runner = new(connection, line);
    private bool done;

    public int Run()
    {
        if (!line.Quiet)
        {
            Console.Error.WriteLine(
                $"lakesql {connection.ServerVersion}, lake {connection.DataSource}, user {connection.User}. "
                + ".help for help");
        }

        var editor = new StatementEditor(connection.Complete, IsWhole);
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            runner.Cancel();
        };
        while (!done && editor.Read($"{connection.Database}> ") is { } text)
        {
            if (text.TrimStart() is ['.' or '\\', ..])
            {
                Command(text.Trim());
            }
            else if (text.Trim().Length > 0)
            {
                editor.Remember(text);
                runner.Run(text);
            }
        }

        return 0;
    }

    /// <summary>Ends with a semicolon that is no part of a string or comment.</summary>
    private static bool IsWhole(string text)
    {
        if (text.Trim().Length == 0)
        {
            return true;
        }

        if (!text.TrimEnd().EndsWith(';'))
        {
            return false;
        }

        var parts = LakeSqlConnection.SplitScript(text);
        return parts.Count == 0 || !parts[^1].Text.EndsWith(';');
    }

    private void Command(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words[0])
        {
            case ".quit" or ".exit" or "\\q":
                done = true;
                break;
            case ".timing":
                runner.Timing = !runner.Timing;
                break;
            case ".format" when words.Length == 2 && Enum.TryParse<OutputFormat>(words[1], true, out var format):
                runner.Format = format;
                break;
            default:
                Console.Error.WriteLine(
                    ".format table|csv|json|jsonl|markdown   .timing   .quit   end statements with ;");
                break;
        }
    }
}
