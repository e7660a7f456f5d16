using System.Diagnostics;
using LakeSql.Common.Errors;
using LakeSql.Data;

namespace LakeSql.Repl;

/// <summary>Runs statements in order and writes their results.</summary>
internal sealed class ScriptRunner(LakeSqlConnection connection, CommandLine line)
{
    private LakeSqlCommand? running;
    private LakeSqlCommand? cancelled;

    /// <summary>The format in use.</summary>
    public OutputFormat Format { get; set; } =
        line.Format ?? (Console.IsOutputRedirected ? OutputFormat.Csv : OutputFormat.Table);

    /// <summary>False for results without times and row counts.</summary>
    public bool Timing { get; set; } = !line.Quiet;

    /// <summary>True while a statement runs.</summary>
    public bool IsRunning => running is not null;

    /// <summary>
    /// Cancels what runs; false when nothing does, or when it was asked for before and the engine does not come to it:
    /// then only the program's end helps.
    /// </summary>
    public bool Cancel()
    {
        var first = running is not null && cancelled != running;
        cancelled = running;
        running?.Cancel();
        return first;
    }

    /// <summary>True when all went as wanted.</summary>
    public bool Run(string script)
    {
        var good = true;
        foreach (var (text, expected) in LakeSqlConnection.SplitScript(script))
        {
            if (!One(text, expected))
            {
                good = false;
                if (!line.KeepGoing)
                {
                    return false;
                }
            }
        }

        return good;
    }

    private bool One(string text, string? expected)
    {
        var clock = Stopwatch.StartNew();
        if (Timing && line.File is not null)
        {
            Console.Error.WriteLine($"> {FirstLine(text)}");
        }

        using var progress = new ProgressLine(connection, !line.Quiet && !Console.IsErrorRedirected);
        try
        {
            using var command = (LakeSqlCommand)connection.CreateCommand();
            command.CommandText = text;
            running = command;
            using var reader = (LakeSqlDataReader)command.ExecuteReader();
            var rows = reader.FieldCount > 0 ? ResultWriter.Write(reader, Format, Console.Out, progress.Clear) : -1;
            Console.Out.Flush();
            progress.Clear();
            Report(reader, rows, clock);
            if (expected is null)
            {
                return true;
            }

            Console.Error.WriteLine($"expected error {expected}, but the statement succeeded: {FirstLine(text)}");
            return false;
        }
        catch (Exception e)
        {
            progress.Clear();
            Console.Out.Flush();
            return Failed(e as LakeSqlException ?? Defect(e), expected);
        }
        finally
        {
            running = null;
            Console.Out.Flush();
        }
    }

    /// <summary>Whatever a statement throws, the program lives on.</summary>
    private static LakeSqlException Defect(Exception exception) => new(
        ErrorCode.Internal, "internal error", SourceSpan.None, "report it with this text", exception)
    {
        Detail = $"{exception.GetType().Name}: {exception.Message}",
    };

    private bool Failed(LakeSqlException error, string? expected)
    {
        var wanted = expected == error.Code.Code;
        if (!wanted || Timing)
        {
            Console.Error.WriteLine(error.Render());
        }

        if (wanted && Timing)
        {
            Console.Error.WriteLine($"({expected} was expected)");
        }

        return wanted;
    }

    private void Report(LakeSqlDataReader reader, long rows, Stopwatch clock)
    {
        if (Timing)
        {
            var count = rows >= 0 ? $"{rows} row{(rows == 1 ? "" : "s")}"
                : reader.RecordsAffected >= 0 ? $"{reader.RecordsAffected} affected"
                : "ok";
            Console.Error.WriteLine($"{count} ({clock.Elapsed.TotalSeconds:F3} s)");
        }
    }

    private static string FirstLine(string text) => text.Split('\n')[0];
}
