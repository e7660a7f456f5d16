using LakeSql.Common.Errors;

namespace LakeSql.Common.Names;

/// <summary>One to many name parts as written, e.g. <c>main.sales.orders</c>. Parts compare without case.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Parts">The parts, unquoted, with their spelling kept.</param>
public sealed record QualifiedName(SourceSpan Span, Sequence<string> Parts)
{
    /// <summary>A name made by a program.</summary>
    public static QualifiedName Of(params string[] parts) => new(SourceSpan.None, new Sequence<string>(parts));

    /// <summary>The last part: the object's own name.</summary>
    public string Last => Parts[^1];

    /// <inheritdoc/>
    /// <remarks>Where a name stands does not make it another name.</remarks>
    public bool Equals(QualifiedName? other) => other is not null && Parts.Equals(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => Parts.GetHashCode();

    /// <summary>The parts joined by dots, quoted where needed.</summary>
    public override string ToString() => string.Join('.', Parts.Select(Identifier.Quote));
}
