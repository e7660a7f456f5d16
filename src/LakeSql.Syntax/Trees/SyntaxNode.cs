using LakeSql.Common.Errors;

namespace LakeSql.Syntax.Trees;

/// <summary>A node of the syntax tree. Nodes compare by content; where they stand in the text does not count.</summary>
/// <param name="Span">The node's text.</param>
public abstract record SyntaxNode(SourceSpan Span)
{
    /// <inheritdoc/>
    public virtual bool Equals(SyntaxNode? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>Writes the node in LakeSql's canonical spelling.</summary>
    public virtual void WriteTo(SqlWriter sql) =>
        throw ErrorCode.Internal.Error($"{GetType().Name} has no spelling");

    /// <summary>The node in LakeSql's canonical spelling.</summary>
    public string ToSql()
    {
        var sql = new SqlWriter();
        WriteTo(sql);
        return sql.ToString();
    }
}

/// <summary>Anything with a value.</summary>
public abstract record Expression(SourceSpan Span) : SyntaxNode(Span);

/// <summary>Anything that can stand in FROM.</summary>
public abstract record TableExpression(SourceSpan Span) : SyntaxNode(Span);

/// <summary>A SELECT, VALUES, set operation or parenthesised query, without ORDER BY and LIMIT.</summary>
public abstract record QueryBody(SourceSpan Span) : SyntaxNode(Span);

/// <summary>A whole statement.</summary>
public abstract record Statement(SourceSpan Span) : SyntaxNode(Span);
