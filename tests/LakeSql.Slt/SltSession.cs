using System.Collections;
using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Data;
using LakeSql.Syntax;

namespace LakeSql.Slt;

/// <summary>Runs the records of one file in a lake of their own.</summary>
internal sealed class SltSession(string lake, string shared) : IDisposable
{
    private readonly Dictionary<string, LakeSqlConnection> connections = [];
    private string user = "";

    /// <summary>What went wrong, or null.</summary>
    public string? Run(SltRecord record, out List<string>? actual)
    {
        record = record with { Sql = Placed(record.Sql), Expected = [.. record.Expected.Select(Placed)] };
        var failure = RunPlaced(record, out actual);
        actual = actual?.ConvertAll(Unplaced);
        return failure;
    }

    private string? RunPlaced(SltRecord record, out List<string>? actual)
    {
        actual = null;
        var words = record.Directive.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words[0])
        {
            case "user":
                user = words[1] == "admin" ? "" : record.Directive["user ".Length..].Trim();
                return null;
            case "statement":
                return Statement(record, words);
            case "query":
                return Query(record, words, out actual);
            case "parse":
                actual = [SqlParser.Parse(record.Sql).ToSql()];
                return Compare(actual, record.Expected);
            case "plan":
                actual = Rows("EXPLAIN " + record.Sql);
                return Compare(actual, record.Expected);
            case "duckdb":
                actual = Rows("EXPLAIN SQL " + record.Sql);
                return Compare(actual, record.Expected);
            case "lineage":
                actual = Lineage(record.Sql);
                return Compare(actual, record.Expected);
            default:
                return $"unknown directive '{record.Directive}'";
        }
    }

    /// <summary>
    /// Whatever the file's statements read, a right on it must have been asked for and allowed: rights and lineage come
    /// from one record. information_schema shows to each what that one may see, so no right is asked for it.
    /// </summary>
    public List<string> ReadsWithoutRight()
    {
        user = "";
        return Rows(
            """
            SELECT l.statement_type, l.source_table_full_name FROM system.access.table_lineage l
            WHERE l.source_table_full_name NOT LIKE '%.information_schema.%' AND NOT EXISTS (
                SELECT 1 FROM system.access.audit a WHERE a.query_id = l.query_id AND a.response = 'ALLOWED'
                    AND a.privilege IS NOT NULL AND a.securable = l.source_table_full_name)
            """);
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
                return $"expected {wanted ?? "success"}, got {e.Render()}";
            }

            // Lines after ---- must stand in the error as it is shown.
            var shown = e.Render();
            var missing = record.Expected.FirstOrDefault(x => !shown.Contains(x, StringComparison.Ordinal));
            return missing is null ? null : $"the error lacks '{missing}':\n{shown}";
        }
    }

    private string? Query(SltRecord record, string[] words, out List<string>? actual)
    {
        actual = null;
        try
        {
            actual = Rows(record.Sql);
        }
        catch (LakeSqlException e)
        {
            return e.Render();
        }

        var expected = record.Expected.ToList();
        if (words.Contains("rowsort"))
        {
            actual.Sort(StringComparer.Ordinal);
            expected.Sort(StringComparer.Ordinal);
        }

        return Compare(actual, expected);
    }

    private List<string> Rows(string sql)
    {
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => Cell(reader.GetValue(i)))));
        }

        return rows;
    }

    /// <summary>
    /// Runs a statement and gives what each of its columns was computed from, and what all depend on.
    /// </summary>
    private List<string> Lineage(string sql)
    {
        Guid id;
        using (var command = Command(sql))
        {
            using var reader = (LakeSqlDataReader)command.ExecuteReader();
            id = reader.QueryId;
        }

        var asked = user;
        user = "";
        var rows = Rows(
            $"""
            SELECT coalesce(target_column_name || if(kind = 'WINDOW', ' <- window ', ' <- '), lower(kind) || ': ')
                || source_table_full_name || coalesce('@' || source_version, '') || '.' || source_column_name
            FROM system.access.column_lineage WHERE query_id = '{id}' ORDER BY kind NOT IN ('VALUE', 'WINDOW'), 1
            """);
        user = asked;
        return rows;
    }

    private static string? Compare(List<string> actual, IReadOnlyList<string> expected)
    {
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
        command.CommandText = sql;
        return command;
    }

    private string Placed(string text) => text
        .Replace("${SHARED}", shared, StringComparison.Ordinal)
        .Replace("${TMP}", Path.GetDirectoryName(lake), StringComparison.Ordinal);

    private string Unplaced(string text) => text
        .Replace(Path.GetDirectoryName(lake)!, "${TMP}", StringComparison.Ordinal)
        .Replace(shared, "${SHARED}", StringComparison.Ordinal);

    private static string Cell(object? value) => value switch
    {
        null or DBNull => "NULL",
        "" => "(empty)",
        string s => s.ReplaceLineEndings("\\n"),
        bool b => b ? "true" : "false",
        byte[] b => $"<{b.Length} bytes>",
        DateTime d => d.ToString(d.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd"
            : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IDictionary map => "{" + string.Join(", ", map.Keys.Cast<object>()
            .Select(k => $"{Cell(k)}: {Cell(map[k])}")) + "}",
        IList list => "[" + string.Join(", ", list.Cast<object?>().Select(Cell)) + "]",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
