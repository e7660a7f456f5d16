using System.Text;
using LakeSql.Common.Errors;
using LakeSql.Data;
using LakeSql.Repl;

var (line, mistake) = CommandLine.Read(args);
if (line is null)
{
    Console.Error.WriteLine($"lakesql: {mistake}");
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

if (line.Answer is not null)
{
    Console.WriteLine(line.Answer);
    return 0;
}

// Written in blocks and flushed after every statement: a write for each row would be most of the work.
Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16));
try
{
    var text = line.Sql ?? (line.File is null or "-" ? null : File.ReadAllText(line.File));
    var isTerminal = !Console.IsInputRedirected && text is null && line.File is null;
    if (!line.Quiet && !File.Exists(Path.Combine(line.Lake, "metastore.db")))
    {
        Console.Error.WriteLine($"making a new lake in {line.Lake}");
    }

    using var connection = new LakeSqlConnection(Login.ConnectionString(line));
    connection.Open();
    if (isTerminal)
    {
        return new Shell(connection, line).Run();
    }

    var runner = new ScriptRunner(connection, line);
    Console.CancelKeyPress += (_, e) => e.Cancel = runner.Cancel();
    return runner.Run(text ?? Console.In.ReadToEnd()) ? 0 : 1;
}
catch (LakeSqlException e)
{
    Console.Error.WriteLine(e.Render());
    return 1;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"lakesql: {e.Message}");
    return 2;
}
