using System.Diagnostics;
using LakeSql.Common.Errors;
using LakeSql.Data;
using LakeSql.Storage.Durability;

// A writer that tests start, and kill: LAKE [KILL_AT]. It runs each line of standard input and answers it with a line,
// "ok" or the error. With KILL_AT it kills itself before so many changes of the disk have been made.
using var connection = new LakeSqlConnection($"Data Source={args[0]}");
connection.Open();
var left = args.Length > 1 ? int.Parse(args[1]) : -1;
if (left > 0)
{
    DiskSteps.Watch(_ =>
    {
        if (Interlocked.Decrement(ref left) == 0)
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    });
}

Console.WriteLine("ready");
while (Console.ReadLine() is { } sql)
{
    try
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        Console.WriteLine("ok");
    }
    catch (LakeSqlException e)
    {
        Console.WriteLine($"{e.Code.Code} {e.Message.ReplaceLineEndings(" ")}");
    }
}
