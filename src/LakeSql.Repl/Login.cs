using System.Text;
using LakeSql.Data;

namespace LakeSql.Repl;

/// <summary>Who works: the password comes from LAKESQL_PASSWORD or a prompt, never from an argument.</summary>
internal static class Login
{
    public static string ConnectionString(CommandLine line)
    {
        var settings = new LakeSqlConnectionStringBuilder { DataSource = line.Lake };
        var password = Environment.GetEnvironmentVariable("LAKESQL_PASSWORD");
        if (line.User is { } user)
        {
            settings.User = user;
            password ??= Console.IsInputRedirected ? null : Ask(user);
        }

        // An empty one counts, too: a script whose secret is missing must not work as the lake's owner.
        if (password is not null)
        {
            settings.Password = password;
        }

        return settings.ConnectionString;
    }

    private static string Ask(string user)
    {
        Console.Error.Write($"Password for {user}: ");
        var password = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace && password.Length > 0)
            {
                password.Length--;
            }
            else if (key.KeyChar >= ' ')
            {
                password.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return password.ToString();
    }
}
