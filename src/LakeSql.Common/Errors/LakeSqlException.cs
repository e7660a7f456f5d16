using System.Data.Common;

namespace LakeSql.Common.Errors;

/// <summary>
/// The one exception that reaches users: a code, a SQLSTATE, a message, a place in the text and a hint.
/// </summary>
public sealed class LakeSqlException : DbException
{
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
            var marks = Math.Max(1, Math.Min(Span.Length, textLine.Length - column + 1));
            lines.Add($"  line {line}, column {column}");
            lines.Add("  " + textLine);
            lines.Add("  " + new string(' ', column - 1) + new string('^', marks));
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
}
