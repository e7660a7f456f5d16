using LakeSql.Common.Errors;
using LakeSql.Common.Names;

namespace LakeSql.Syntax.Trees;

/// <summary><c>*</c>, <c>t.*</c>, with EXCLUDE/EXCEPT, REPLACE and RENAME.</summary>
/// <remarks><c>* LIKE 'a%'</c> is a <see cref="Like"/> whose operand is a star.</remarks>
public sealed record Star(
    SourceSpan Span, QualifiedName? Qualifier, Sequence<QualifiedName> Exclude, Sequence<SelectItem> Replace,
    Sequence<StarRename> Rename) : Expression(Span)
{
    /// <summary>A plain <c>*</c>.</summary>
    public static Star All(SourceSpan span) => new(span, null, [], [], []);
}

/// <summary>One <c>a AS b</c> of <c>RENAME (…)</c>.</summary>
public sealed record StarRename(QualifiedName From, string To);

/// <summary>
/// <c>COLUMNS('a.*')</c>, <c>COLUMNS(* EXCLUDE b)</c>, <c>COLUMNS(lambda c: …)</c>, <c>COLUMNS(['a', 'b'])</c>: the
/// expression around it once for each of these columns.
/// </summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Selector">A star, a pattern, a lambda over names, or a list of names.</param>
/// <param name="IsUnpacked">
/// True for <c>*COLUMNS(…)</c>: all columns together become arguments of the call around.
/// </param>
public sealed record Columns(SourceSpan Span, Expression Selector, bool IsUnpacked) : Expression(Span);
