using System.Diagnostics.CodeAnalysis;
using LakeSql.Common.Errors;

namespace LakeSql.Common.Types;

/// <summary>
/// A text of a statement that is kept as text, such as the SQL of a default, and where it stood there.
/// </summary>
/// <param name="Text">The text.</param>
/// <param name="Span">Its place, which counts for nothing when two are compared; unknown for texts of a log.</param>
public sealed record PlacedText(string Text, SourceSpan Span)
{
    /// <summary>A text that stood in no statement.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator PlacedText?(string? text) => text is null ? null : new(text, SourceSpan.None);

    /// <summary>The text.</summary>
    [return: NotNullIfNotNull(nameof(placed))]
    public static implicit operator string?(PlacedText? placed) => placed?.Text;

    /// <summary>The text's own place, or that of what it belongs to.</summary>
    public SourceSpan SpanOr(SourceSpan whole) => Span.IsKnown ? Span : whole;

    /// <inheritdoc/>
    public bool Equals(PlacedText? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
