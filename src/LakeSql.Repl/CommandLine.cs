namespace LakeSql.Repl;

/// <summary>How the program was called: <c>lakesql [LAKE] [options]</c>.</summary>
/// <remarks>Read by hand: a library for five options costs more time at start than running <c>SELECT 1</c>.</remarks>
internal sealed record CommandLine
{
    public const string Usage =
        """
        usage: lakesql [LAKE] [options]
          LAKE                 directory of the lake; ./lake when not given, made on first use
          -c SQL               run the statements and exit
          -f FILE              run the statements of a file and exit; - is standard input
          --format FORMAT      table, csv, json, jsonl or markdown
          --keep-going         go on after a statement that failed
          --user NAME          who runs it; the password from a prompt or LAKESQL_PASSWORD
          --quiet              results alone
          --help, --version
        """;

    private static readonly string[] Valued = ["-c", "-f", "--format", "--user"];

    public string Lake { get; private init; } = "./lake";

    public string? Sql { get; private init; }

    public string? File { get; private init; }

    public OutputFormat? Format { get; private init; }

    public bool KeepGoing { get; private init; }

    public bool Quiet { get; private init; }

    public string? User { get; private init; }

    /// <summary>Help or version was asked for: the text to print.</summary>
    public string? Answer { get; private init; }

    /// <summary>The command line, or what is wrong with it.</summary>
    public static (CommandLine? Line, string? Error) Read(string[] arguments)
    {
        var line = new CommandLine();
        var lakeGiven = false;
        var given = new HashSet<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (Valued.FirstOrDefault(v => argument == v || IsJoined(v, argument)) is { } option)
            {
                if (argument == option && ++i == arguments.Length)
                {
                    return (null, $"{argument} needs a value");
                }

                if (!given.Add(option))
                {
                    return (null, $"{option} is given twice");
                }

                var value = argument == option ? arguments[i] : argument[(option.Length + 1)..];
                argument = option;
                switch (argument)
                {
                    case "-c": line = line with { Sql = value }; break;
                    case "-f": line = line with { File = value }; break;
                    case "--user": line = line with { User = value }; break;
                    default:
                        if (!Enum.TryParse<OutputFormat>(value, ignoreCase: true, out var format)
                            || int.TryParse(value, out _))
                        {
                            return (null, $"there is no format '{value}'");
                        }

                        line = line with { Format = format };
                        break;
                }
            }
            else if (argument is "--keep-going")
            {
                line = line with { KeepGoing = true };
            }
            else if (argument is "--quiet")
            {
                line = line with { Quiet = true };
            }
            else if (argument is "--help" or "-h")
            {
                return (line with { Answer = Usage }, null);
            }
            else if (argument is "--version")
            {
                return (line with { Answer = "lakesql " + typeof(CommandLine).Assembly.GetName()
                    .Version!.ToString(3) }, null);
            }
            else if (argument.StartsWith('-') || lakeGiven)
            {
                return (null, $"unknown argument '{argument}'");
            }
            else
            {
                line = line with { Lake = argument };
                lakeGiven = true;
            }
        }

        return line.Sql is not null && line.File is not null ? (null, "-c and -f exclude each other") : (line, null);
    }

    /// <summary><c>--format=csv</c></summary>
    private static bool IsJoined(string option, string argument) =>
        option.StartsWith("--", StringComparison.Ordinal)
        && argument.StartsWith(option + "=", StringComparison.Ordinal);
}

/// <summary>How results are written.</summary>
internal enum OutputFormat
{
    Table,
    Csv,
    Json,
    Jsonl,
    Markdown,
}
