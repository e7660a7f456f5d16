using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LakeSql.Data;

namespace LakeSql.Repl;

/// <summary>Writes the rows of a result in a format.</summary>
internal static class ResultWriter
{
    /// <summary>Rows of a table that are read before its columns get their widths.</summary>
    private const int TableRowsMax = 10_000;

    private static readonly JsonWriterOptions JsonOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes all rows and gives their number.</summary>
    public static long Write(LakeSqlDataReader reader, OutputFormat format, TextWriter output, Action beforeFirst) =>
        format switch
        {
            OutputFormat.Csv => Csv(reader, output, beforeFirst),
            OutputFormat.Json => Json(reader, output, beforeFirst),
            OutputFormat.Jsonl => Jsonl(reader, output, beforeFirst),
            OutputFormat.Markdown => Markdown(reader, output, beforeFirst),
            _ => Table(reader, output, beforeFirst),
        };

    private static IEnumerable<object?[]> Rows(LakeSqlDataReader reader, Action beforeFirst)
    {
        var first = true;
        while (reader.Read())
        {
            if (first)
            {
                beforeFirst();
                first = false;
            }

            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.GetValue(i) is var value && value is DBNull ? null : value;
            }

            yield return row;
        }
    }

    private static string[] Names(LakeSqlDataReader reader) =>
        [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];

    private static long Csv(LakeSqlDataReader reader, TextWriter output, Action beforeFirst)
    {
        output.Write(string.Join(',', Names(reader).Select(CsvField)) + "\r\n");
        long count = 0;
        foreach (var row in Rows(reader, beforeFirst))
        {
            output.Write(string.Join(',', row.Select(v => v is null ? "" : CsvField(CellText.Of(v)))) + "\r\n");
            count++;
        }

        output.Flush();
        return count;
    }

    /// <summary>Quoted where RFC 4180 asks for it, and the empty text, which would read as NULL.</summary>
    private static string CsvField(string text) =>
        text.Length == 0 || text.AsSpan().ContainsAny(",\"\r\n")
            ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;

    private static long Json(LakeSqlDataReader reader, TextWriter output, Action beforeFirst)
    {
        var names = Names(reader);
        long count = 0;
        output.Write("[");
        foreach (var row in Rows(reader, beforeFirst))
        {
            output.Write(count == 0 ? "\n  " : ",\n  ");
            output.Write(JsonObject(names, row));
            count++;
        }

        output.WriteLine(count == 0 ? "]" : "\n]");
        return count;
    }

    private static long Jsonl(LakeSqlDataReader reader, TextWriter output, Action beforeFirst)
    {
        var names = Names(reader);
        long count = 0;
        foreach (var row in Rows(reader, beforeFirst))
        {
            output.WriteLine(JsonObject(names, row));
            count++;
        }

        return count;
    }

    private static string JsonObject(string[] names, object?[] row)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, JsonOptions))
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
            {
                json.WritePropertyName(names[i]);
                CellText.WriteJson(json, row[i]);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.ToArray());
    }

    private static long Markdown(LakeSqlDataReader reader, TextWriter output, Action beforeFirst)
    {
        static string Cell(string text) =>
            text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings("<br>");
        var names = Names(reader);
        output.WriteLine("| " + string.Join(" | ", names.Select(Cell)) + " |");
        output.WriteLine("|" + string.Concat(names.Select(_ => " --- |")));
        long count = 0;
        foreach (var row in Rows(reader, beforeFirst))
        {
            output.WriteLine("| " + string.Join(" | ",
                row.Select(v => Cell(v is null ? "NULL" : CellText.Of(v)))) + " |");
            count++;
        }

        return count;
    }

    private static long Table(LakeSqlDataReader reader, TextWriter output, Action beforeFirst)
    {
        var names = Names(reader);
        var limit = Console.IsOutputRedirected ? int.MaxValue
            : Math.Max(20, Console.WindowWidth / Math.Max(1, names.Length));
        string Shown(object? value)
        {
            var text = (value is null ? "NULL" : CellText.Of(value)).ReplaceLineEndings("↵");
            return text.Length <= limit ? text : text[..(limit - 1)] + "…";
        }

        long count = 0;
        var page = new List<string[]>();
        foreach (var row in Rows(reader, beforeFirst))
        {
            page.Add([.. row.Select(Shown)]);
            count++;
            if (page.Count == TableRowsMax)
            {
                Page(names, page, output);
                page.Clear();
            }
        }

        if (page.Count > 0 || count == 0)
        {
            Page(names, page, output);
        }

        return count;
    }

    private static void Page(string[] names, List<string[]> rows, TextWriter output)
    {
        var widths = names.Select((n, i) => Math.Max(n.Length, rows.Count == 0 ? 0 : rows.Max(r => r[i].Length)))
            .ToArray();
        string Line(char left, char middle, char right) =>
            left + string.Join(middle, widths.Select(w => new string('─', w + 2))) + right;
        string Row(string[] cells) =>
            "│" + string.Join("│", cells.Select((c, i) => $" {c.PadRight(widths[i])} ")) + "│";
        output.WriteLine(Line('┌', '┬', '┐'));
        output.WriteLine(Row(names));
        output.WriteLine(Line('├', '┼', '┤'));
        foreach (var row in rows)
        {
            output.WriteLine(Row(row));
        }

        output.WriteLine(Line('└', '┴', '┘'));
    }
}
