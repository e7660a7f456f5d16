using System.Collections;
using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Data;

namespace LakeSql.Slt;

/// <summary>Runs the records of one file in a lake of their own.</summary>
internal sealed class SltSession(string lake, string shared) : IDisposable
{
    private readonly Dictionary<string, LakeSqlConnection> connections = [];
    private string user = "";

    /// <summary>What went wrong, or null.</summary>
    public string? Run(SltRecord record, out List<string>? actual)
    {
        actual = null;
        var words = record.Directive.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words[0])
        {
            case "user":
                user = words[1] == "admin" ? "" : words[1];
                return null;
            case "statement":
                return Statement(record, words);
            case "query":
                return Query(record, words, out actual);
            default:
                return $"unknown directive '{record.Directive}'";
        }
    }

    public void Dispose()
    {
        foreach (var connection in connections.Values)
        {
            connection.Dispose();
        }
    }

    private string? Statement(SltRecord record, string[] words)
    {
        var wanted = words[1] == "error" ? words[2] : null;
        try
        {
            using var command = Command(record.Sql);
            command.ExecuteNonQuery();
            return wanted is null ? null : $"expected error {wanted}, but it succeeded";
        }
        catch (LakeSqlException e)
        {
            if (wanted != e.Code.Code)
            {
                return $"expected {wanted ?? "success"}, got {e.Render()}\n{e.InnerException}";
            }

            // Lines after ---- must stand in the error as it is shown.
            var shown = e.Render();
            var missing = record.Expected.FirstOrDefault(x => !shown.Contains(x, StringComparison.Ordinal));
            return missing is null ? null : $"the error lacks '{missing}':\n{shown}";
        }
    }

    private string? Query(SltRecord record, string[] words, out List<string>? actual)
    {
        actual = [];
        try
        {
            using var command = Command(record.Sql);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var cells = Enumerable.Range(0, reader.FieldCount).Select(i => Cell(reader.GetValue(i)));
                actual.Add(string.Join(" | ", cells));
            }
        }
        catch (LakeSqlException e)
        {
            return e.Render() + "\n" + e.InnerException?.Message;
        }

        var expected = record.Expected.ToList();
        if (words.Contains("rowsort"))
        {
            actual.Sort(StringComparer.Ordinal);
            expected.Sort(StringComparer.Ordinal);
        }

        var same = actual.Count == expected.Count && actual.Zip(expected).All(p => Matches(p.First, p.Second));
        return same ? null : $"expected:\n{string.Join('\n', expected)}\nactual:\n{string.Join('\n', actual)}";
    }

    private static bool Matches(string actual, string expected)
    {
        if (actual == expected)
        {
            return true;
        }

        var a = actual.Split(" | ");
        var e = expected.Split(" | ");
        return a.Length == e.Length && a.Zip(e).All(p => p.First == p.Second || p.Second == "<slt:ignore>");
    }

    private LakeSqlCommand Command(string sql)
    {
        if (!connections.TryGetValue(user, out var connection))
        {
            connection = new LakeSqlConnection($"Data Source={lake}");
            connection.Open();
            connections[user] = connection;
            if (user.Length > 0)
            {
                using var become = connection.CreateCommand();
                become.CommandText = $"SET SESSION AUTHORIZATION `{user}`";
                become.ExecuteNonQuery();
            }
        }

        var command = (LakeSqlCommand)connection.CreateCommand();
        command.CommandText = sql
            .Replace("${SHARED}", shared, StringComparison.Ordinal)
            .Replace("${TMP}", Path.GetDirectoryName(lake), StringComparison.Ordinal);
        return command;
    }

    private static string Cell(object? value) => value switch
    {
        null or DBNull => "NULL",
        "" => "(empty)",
        string s => s.ReplaceLineEndings("\\n"),
        bool b => b ? "true" : "false",
        byte[] b => $"<{b.Length} bytes>",
        DateTime d => d.ToString(d.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IDictionary map => "{" + string.Join(", ", map.Keys.Cast<object>().Select(k => $"{Cell(k)}: {Cell(map[k])}")) + "}",
        IList list => "[" + string.Join(", ", list.Cast<object?>().Select(Cell)) + "]",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
