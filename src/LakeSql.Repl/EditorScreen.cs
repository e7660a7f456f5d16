using System.Text;

namespace LakeSql.Repl;

/// <summary>
/// Draws a text of several lines below a prompt, wrapped at the terminal's width, and places the cursor.
/// </summary>
internal sealed class EditorScreen(string prompt)
{
    private readonly string continuation = new string(' ', Math.Max(0, prompt.Length - 3)) + "-> ";
    private int cursorRow;

    /// <summary>Draws the text over what was drawn before.</summary>
    public void Draw(string text, int cursor)
    {
        var width = Math.Max(2, Console.WindowWidth);
        var output = new StringBuilder("\r");
        Up(output, cursorRow);
        output.Append("\u001b[J");
        var (row, column) = (0, 0);
        var (placedRow, placedColumn) = (0, 0);
        Write(prompt);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == cursor)
            {
                (placedRow, placedColumn) = (row, column);
            }

            if (i < text.Length)
            {
                Write(text[i] == '\n' ? "\n" : text[i].ToString());
                if (text[i] == '\n')
                {
                    Write(continuation);
                }
            }
        }

        output.Append('\r');
        Up(output, row - placedRow);
        if (placedColumn > 0)
        {
            output.Append($"\u001b[{placedColumn}C");
        }

        Console.Error.Write(output);
        cursorRow = placedRow;

        void Write(string part)
        {
            foreach (var c in part)
            {
                if (c == '\n')
                {
                    output.Append("\r\n");
                    (row, column) = (row + 1, 0);
                    continue;
                }

                output.Append(c);
                column += WidthOf(c);
                if (column >= width)
                {
                    // The terminal would wait with the wrap for the next character; it is made to do so now.
                    output.Append("\r\n");
                    (row, column) = (row + 1, 0);
                }
            }
        }
    }

    /// <summary>Goes below the text, which stays; what is drawn next starts anew.</summary>
    public void Leave(string text, string mark)
    {
        Draw(text, text.Length);
        Console.Error.WriteLine(mark);
        cursorRow = 0;
    }

    /// <summary>Empties the terminal.</summary>
    public void Clear()
    {
        Console.Error.Write("\u001b[2J\u001b[H");
        cursorRow = 0;
    }

    private static void Up(StringBuilder output, int rows)
    {
        if (rows > 0)
        {
            output.Append($"\u001b[{rows}A");
        }
    }

    /// <summary>East Asian wide characters take two columns, parts of a pair one each, marks none.</summary>
    private static int WidthOf(char c) =>
        char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark ? 0
        : c is (>= '\u1100' and <= '\u115F') or (>= '\u2E80' and <= '\uA4CF') or (>= '\uAC00' and <= '\uD7A3')
            or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE30' and <= '\uFE6F') or (>= '\uFF00' and <= '\uFF60') ? 2
        : 1;
}
