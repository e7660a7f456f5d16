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
            Console.Error.WriteLine($"lakesql {connection.ServerVersion}, lake {connection.DataSource}, user {connection.User}. "
                + ".help for help");
        }

        var editor = new LineEditor(connection.Complete);
        var statement = "";
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            runner.Cancel();
        };
        while (!done)
        {
            var read = editor.Read(statement.Length == 0 ? $"{connection.Database}> " : "   ...> ");
            if (read is null)
            {
                if (statement.Length == 0)
                {
                    break;
                }

                statement = "";
                continue;
            }

            if (statement.Length == 0 && read.TrimStart() is ['.' or '\\', ..])
            {
                Command(read.Trim());
                continue;
            }

            statement += (statement.Length > 0 ? "\n" : "") + read;
            if (IsComplete(statement))
            {
                editor.Remember(statement);
                runner.Run(statement);
                statement = "";
            }
        }

        return 0;
    }

    /// <summary>Ends with a semicolon that is no part of a string or comment.</summary>
    private static bool IsComplete(string text)
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
                Console.Error.WriteLine(".format table|csv|json|jsonl|markdown   .timing   .quit   end statements with ;");
                break;
        }
    }
}
