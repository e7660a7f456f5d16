using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LakeSql.Data;

namespace LakeSql.Repl;

/// <summary>Writes the rows of a result in a format.</summary>
internal static class ResultWriter
{
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
            _ => new TableWriter(output, WindowWidth())
                .Write(Names(reader), Types(reader), Rows(reader, beforeFirst)),
        };

    /// <summary>Null where nobody knows: a terminal may be without a size.</summary>
    private static int? WindowWidth() =>
        !Console.IsOutputRedirected && Console.WindowWidth is > 0 and var width ? width : null;

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

    private static string[] Types(LakeSqlDataReader reader) =>
        [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetDataTypeName)];

    private static long Csv(LakeSqlDataReader reader, TextWriter output, Action beforeFirst)
    {
        output.Write(string.Join(',', Names(reader).Select(CsvField)) + "\r\n");
        var types = Types(reader);
        long count = 0;
        foreach (var row in Rows(reader, beforeFirst))
        {
            output.Write(string.Join(',',
                row.Select((v, i) => v is null ? "" : CsvField(CellText.Of(v, types[i])))) + "\r\n");
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
        var (names, types) = (Names(reader), Types(reader));
        long count = 0;
        output.Write("[");
        foreach (var row in Rows(reader, beforeFirst))
        {
            output.Write(count == 0 ? "\n  " : ",\n  ");
            output.Write(JsonObject(names, types, row));
            count++;
        }

        output.WriteLine(count == 0 ? "]" : "\n]");
        return count;
    }

    private static long Jsonl(LakeSqlDataReader reader, TextWriter output, Action beforeFirst)
    {
        var (names, types) = (Names(reader), Types(reader));
        long count = 0;
        foreach (var row in Rows(reader, beforeFirst))
        {
            output.WriteLine(JsonObject(names, types, row));
            count++;
        }

        return count;
    }

    private static string JsonObject(string[] names, string[] types, object?[] row)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, JsonOptions))
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
            {
                json.WritePropertyName(names[i]);
                CellText.WriteJson(json, row[i], types[i]);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.ToArray());
    }

    private static long Markdown(LakeSqlDataReader reader, TextWriter output, Action beforeFirst)
    {
        static string Cell(string text) =>
            text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings("<br>");
        var (names, types) = (Names(reader), Types(reader));
        output.WriteLine("| " + string.Join(" | ", names.Select(Cell)) + " |");
        output.WriteLine("|" + string.Concat(names.Select(_ => " --- |")));
        long count = 0;
        foreach (var row in Rows(reader, beforeFirst))
        {
            var cells = row.Select((v, i) => Cell(v is null ? "NULL" : CellText.Of(v, types[i])));
            output.WriteLine("| " + string.Join(" | ", cells) + " |");
            count++;
        }

        return count;
    }
}
