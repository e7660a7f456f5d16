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
            e.Cancel = runner.Cancel() || !runner.IsRunning;
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
        switch (words)
        {
            case [".quit" or ".exit" or "\\q"]:
                done = true;
                break;
            case [".timing"]:
                runner.Timing = !runner.Timing;
                Console.Error.WriteLine($"times and row counts are {(runner.Timing ? "shown" : "not shown")}");
                break;
            case [".format", var name] when Enum.TryParse<OutputFormat>(name, true, out var format)
                && Enum.IsDefined(format):
                runner.Format = format;
                break;
            case [".help"]:
                Console.Error.WriteLine(Help);
                break;
            default:
                Console.Error.WriteLine($"there is no command {text}");
                Console.Error.WriteLine(Help);
                break;
        }
    }

    private const string Help =
        """
        A statement may take several lines and ends with a semicolon.
          Tab                  completes keywords, names and volume paths; twice to see what there is
          Up, Down             through the lines of the statement, and beyond through earlier statements
          Ctrl-C               cancels the statement that runs, or drops the one that is written
          Ctrl-A, Ctrl-E       start and end of the line; Ctrl-W, Ctrl-U, Ctrl-K delete; Ctrl-L clears the screen
          Ctrl-D, .quit        leaves
          .format NAME         table, csv, json, jsonl or markdown
          .timing              times and row counts on or off
          SHOW TABLES;  DESCRIBE name;  SHOW GRANTS TO name;  are statements like any other
        """;
}
