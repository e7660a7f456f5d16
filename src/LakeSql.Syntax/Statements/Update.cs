using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>column = value</c>, <c>t.column = value</c>, or <c>column.field = value</c> for a field.</summary>
public sealed record Assignment(SourceSpan Span, QualifiedName Target, Expression Value) : SyntaxNode(Span)
{
    internal static Assignment Parse(Cursor c, QueryParser queries)
    {
        var start = c.Here;
        var target = c.QualifiedName();
        c.ExpectSymbol("=");
        var value = queries.Expressions.Expression();
        return new Assignment(c.From(start), target, value);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Name(Target).Raw(" = ").Node(Value);
}

/// <summary><c>UPDATE table [AS alias] SET column = value, … [WHERE …]</c></summary>
public sealed record Update(
    SourceSpan Span, QualifiedName Table, string? Alias, Sequence<Assignment> Assignments, Expression? Where)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("UPDATE");
        var table = c.QualifiedName();
        var alias = c.Take("AS") || (c.IsName() && !c.IsWord("SET")) ? c.Name() : null;
        c.Expect("SET");
        var queries = new QueryParser(c);
        var assignments = c.List(() => Assignment.Parse(c, queries));
        var where = c.Take("WHERE") ? queries.Expressions.Expression() : null;
        return new Update(c.From(start), table, alias, assignments, where);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("UPDATE ").Name(Table);
        if (Alias is not null)
        {
            sql.Raw(" AS ").Name(Alias);
        }

        sql.Raw(" SET ").List(Assignments, a => sql.Node(a));
        if (Where is not null)
        {
            sql.Raw(" WHERE ").Node(Where);
        }
    }
}
