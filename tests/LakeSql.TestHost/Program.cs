using System.Diagnostics;
using System.Runtime.InteropServices;
using LakeSql.Common.Errors;
using LakeSql.Data;
using LakeSql.Storage.Durability;

// A writer that tests start, and kill: LAKE [KILL_AT | nobody]. It runs each line of standard input and answers it with
// a line: "ok", with the first value if there is one, or the error. With KILL_AT it kills itself before so many changes
// of the disk have been made; as nobody it may do what files and directories allow to all, even when it is root.
if (args is [_, "nobody"] && Environment.UserName == "root")
{
    _ = SetUser(65534);
}

using var connection = new LakeSqlConnection($"Data Source={args[0]}");
connection.Open();
if (args.Length > 1 && int.TryParse(args[1], out var left) && left > 0)
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
    Console.WriteLine(Answer(sql));
}

string Answer(string sql)
{
    try
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var answer = reader.FieldCount > 0 && reader.Read() ? $"ok {reader.GetValue(0)}" : "ok";
        while (reader.NextResult())
        {
        }

        return answer;
    }
    catch (LakeSqlException e)
    {
        return $"{e.Code.Code} {e.Message.ReplaceLineEndings(" ")}";
    }
}

[DllImport("libc", EntryPoint = "setuid")]
static extern int SetUser(uint user);
