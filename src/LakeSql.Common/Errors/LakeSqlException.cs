using System.Data.Common;

namespace LakeSql.Common.Errors;

/// <summary>
/// The one exception that reaches users: a code, a SQLSTATE, a message, a place in the text and a hint.
/// </summary>
public sealed class LakeSqlException : DbException
{
    /// <summary>Characters of a line that are shown at most.</summary>
    private const int ShownMax = 100;

    /// <summary>Makes an error of kind <paramref name="code"/>.</summary>
    public LakeSqlException(
        ErrorCode code, string message, SourceSpan span, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Span = span;
        Hint = hint;
    }

    /// <summary>The kind of error.</summary>
    public ErrorCode Code { get; }

    /// <summary>The place in <see cref="SourceText"/>; unknown when the error has none.</summary>
    public SourceSpan Span { get; }

    /// <summary>Pasteable SQL or one imperative that leads out of the error.</summary>
    public string? Hint { get; }

    /// <summary>What the layer below said, where it adds something.</summary>
    public string? Detail { get; init; }

    /// <summary>The statement's text, once the session has put it in; null before.</summary>
    public string? SourceText { get; init; }

    /// <inheritdoc/>
    public override string SqlState => Code.SqlState;

    /// <inheritdoc/>
    public override bool IsTransient => Code.Kind == ErrorKind.Transient;

    /// <summary>The same error, pointing into <paramref name="text"/>.</summary>
    public LakeSqlException In(string text) =>
        SourceText is not null ? this : new(Code, Message, Span, Hint, this) { Detail = Detail, SourceText = text };

    /// <summary>
    /// The error as shown to a person: code, message, line and column, the line with the place marked, the hint.
    /// </summary>
    public string Render()
    {
        var lines = new List<string> { $"{Code}: {Message}" };
        if (SourceText is not null && Span.IsKnown)
        {
            var (line, column) = Span.LineAndColumn(SourceText);
            var textLine = SourceText.Split('\n') is var all && line <= all.Length ? all[line - 1].TrimEnd('\r') : "";
            lines.Add($"  line {line}, column {column}");
            lines.AddRange(Marked(textLine, column - 1, Span.Length));
        }

        if (Detail is not null)
        {
            lines.Add("DETAIL: " + Detail);
        }

        if (Hint is not null)
        {
            lines.Add("HINT: " + Hint);
        }

        return string.Join('\n', lines);
    }

    /// <summary>The line with the place marked below; of a long line the part around the place.</summary>
    private static string[] Marked(string line, int place, int length)
    {
        var from = line.Length > ShownMax && place > ShownMax / 2 ? place - (ShownMax / 2) : 0;
        var shown = line[from..Math.Min(line.Length, from + ShownMax)];
        var marks = Math.Max(1, Math.Min(length, from + shown.Length - place));
        var (before, after) = (from > 0 ? "…" : "", from + shown.Length < line.Length ? "…" : "");
        return
        [
            $"  {before}{shown}{after}",
            "  " + new string(' ', before.Length + place - from) + new string('^', marks),
        ];
    }
}
