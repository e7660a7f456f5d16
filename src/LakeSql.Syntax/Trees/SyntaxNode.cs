using LakeSql.Common.Errors;
using LakeSql.Syntax.Formatting;

namespace LakeSql.Syntax.Trees;

/// <summary>A node of the syntax tree. Nodes compare by content; where they stand in the text does not count.</summary>
/// <param name="Span">The node's text.</param>
public abstract record SyntaxNode(SourceSpan Span)
{
    /// <inheritdoc/>
    public virtual bool Equals(SyntaxNode? other)
    {
        Recursion.Check();
        return other is not null && EqualityContract == other.EqualityContract;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        Recursion.Check();
        return EqualityContract.GetHashCode();
    }

    /// <summary>Writes the node in LakeSql's canonical spelling.</summary>
    public abstract void WriteTo(SqlWriter sql);

    /// <summary>The node in LakeSql's canonical spelling; parsing it gives the node again.</summary>
    /// <param name="redacted">True to leave constants out, for records that others may read.</param>
    public string ToSql(bool redacted = false)
    {
        var sql = new SqlWriter(redacted);
        WriteTo(sql);
        return sql.ToString();
    }

    /// <summary>
    /// The node as a table's history keeps it: without constants, and without queries, whose tables not all of its
    /// readers may know.
    /// </summary>
    public string ToHistory()
    {
        var sql = new SqlWriter(redacted: true, hidesQueries: true);
        WriteTo(sql);
        return sql.ToString();
    }
}

/// <summary>Anything with a value.</summary>
public abstract record Expression(SourceSpan Span) : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => ExpressionFormatter.Write(this, sql);
}

/// <summary>Anything that can stand in FROM.</summary>
public abstract record TableExpression(SourceSpan Span) : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => FromFormatter.Write(this, sql);
}

/// <summary>A SELECT, VALUES, set operation or parenthesised query, without ORDER BY and LIMIT.</summary>
public abstract record QueryBody(SourceSpan Span) : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => QueryFormatter.Write(this, sql);
}

/// <summary>A whole statement.</summary>
public abstract record Statement(SourceSpan Span) : SyntaxNode(Span);
