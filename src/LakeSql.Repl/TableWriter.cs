using LakeSql.Data;

namespace LakeSql.Repl;

/// <summary>
/// Rows as a table with lines. In a terminal the widest columns give way until a row fits; when that is not enough,
/// each row is written as a list of its cells.
/// </summary>
internal sealed class TableWriter(TextWriter output, int? terminalWidth)
{
    /// <summary>Rows that are read before the columns get their widths.</summary>
    private const int PageRowsMax = 10_000;

    /// <summary>No column is made narrower than this.</summary>
    private const int WidthMin = 8;

    /// <summary>Writes all rows and gives their number.</summary>
    public long Write(string[] names, string[] types, IEnumerable<object?[]> rows)
    {
        var header = names.Select(n => OneLine(n)).ToArray();
        long count = 0;
        var page = new List<string[]>();
        foreach (var row in rows)
        {
            page.Add([.. row.Select((v, i) => v is null ? "NULL" : OneLine(CellText.Short(v, types[i])))]);
            count++;
            if (page.Count == PageRowsMax)
            {
                Page(header, page, count - page.Count);
                page.Clear();
            }
        }

        if (page.Count > 0 || count == 0)
        {
            Page(header, page, count - page.Count);
        }

        return count;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings("↵");

    private static string Cut(string text, int width) =>
        text.Length <= width ? text.PadRight(width) : text[..(width - 1)] + "…";

    private void Page(string[] names, List<string[]> rows, long rowsBefore)
    {
        var widths = names.Select((n, i) => Math.Max(n.Length, rows.Count == 0 ? 0 : rows.Max(r => r[i].Length)))
            .ToArray();
        if (terminalWidth is { } available && !Fit(widths, available))
        {
            Lists(names, rows, rowsBefore, available);
            return;
        }

        string Line(char left, char middle, char right) =>
            left + string.Join(middle, widths.Select(w => new string('─', w + 2))) + right;
        string Row(string[] cells) => "│" + string.Join("│", cells.Select((c, i) => $" {Cut(c, widths[i])} ")) + "│";
        output.WriteLine(Line('┌', '┬', '┐'));
        output.WriteLine(Row(names));
        output.WriteLine(Line('├', '┼', '┤'));
        foreach (var row in rows)
        {
            output.WriteLine(Row(row));
        }

        output.WriteLine(Line('└', '┴', '┘'));
    }

    /// <summary>Takes from the widest column until a row fits; false when none can give more.</summary>
    private static bool Fit(int[] widths, int available)
    {
        var excess = widths.Sum(w => w + 3) + 1 - available;
        while (excess > 0)
        {
            var widest = Array.IndexOf(widths, widths.Max());
            if (widths[widest] <= WidthMin)
            {
                return false;
            }

            widths[widest]--;
            excess--;
        }

        return true;
    }

    private void Lists(string[] names, List<string[]> rows, long rowsBefore, int available)
    {
        var width = Math.Min(names.Max(n => n.Length), available / 2);
        for (var r = 0; r < rows.Count; r++)
        {
            output.WriteLine($"─── row {rowsBefore + r + 1}");
            for (var i = 0; i < names.Length; i++)
            {
                var value = Cut(rows[r][i], Math.Max(WidthMin, available - width - 3)).TrimEnd();
                output.WriteLine($"{Cut(names[i], width)} │ {value}");
            }
        }
    }
}
