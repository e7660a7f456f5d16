using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>A function that decides what of a table is seen, with what it is given besides a masked value.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">Columns of the table, and constants.</param>
public sealed record PolicyFunction(QualifiedName Function, Sequence<Expression> Arguments)
{
    /// <summary><c>f ON (column, …)</c></summary>
    internal static PolicyFunction RowFilter(Cursor c)
    {
        var function = c.QualifiedName();
        c.Expect("ON");
        return new PolicyFunction(function, List(c));
    }

    /// <summary><c>f [USING COLUMNS (column, …)]</c></summary>
    internal static PolicyFunction Mask(Cursor c)
    {
        var function = c.QualifiedName();
        return new PolicyFunction(function, c.TakeAll("USING", "COLUMNS") ? List(c) : []);
    }

    internal static Sequence<Expression> List(Cursor c)
    {
        if (c.IsSymbol("(") && c.IsSymbol(")", 1))
        {
            c.ExpectSymbol("(");
            c.ExpectSymbol(")");
            return [];
        }

        return c.Parenthesized(() => new QueryParser(c).Expressions.Expression());
    }

    internal void WriteRowFilter(SqlWriter sql) =>
        sql.Name(Function).Raw(" ON (").List(Arguments, a => sql.Node(a)).Raw(")");

    internal void WriteMask(SqlWriter sql)
    {
        sql.Name(Function);
        if (Arguments.Count > 0)
        {
            sql.Raw(" USING COLUMNS (").List(Arguments, a => sql.Node(a)).Raw(")");
        }
    }
}

/// <summary><c>SET ROW FILTER f ON (column, …)</c>, <c>DROP ROW FILTER</c> (then no function).</summary>
public sealed record SetRowFilter(SourceSpan Span, PolicyFunction? Filter) : TableChangeClause(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw(Filter is null ? "DROP ROW FILTER" : "SET ROW FILTER ");
        Filter?.WriteRowFilter(sql);
    }
}

/// <summary>
/// <c>ALTER COLUMN name SET MASK f [USING COLUMNS (…)]</c>, <c>ALTER COLUMN name DROP MASK</c> (then no function).
/// </summary>
public sealed record SetMask(SourceSpan Span, string Column, PolicyFunction? Mask) : TableChangeClause(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("ALTER COLUMN ").Name(Column).Raw(Mask is null ? " DROP MASK" : " SET MASK ");
        Mask?.WriteMask(sql);
    }
}
