using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Formatting;

/// <summary>Spells PIVOT, UNPIVOT and LATERAL VIEW.</summary>
internal static class PivotFormatter
{
    public static void Write(PivotQuery query, SqlWriter sql)
    {
        var pivot = query.Pivot;
        sql.Raw("PIVOT ");
        FromFormatter.Operand(pivot.Source, sql);
        if (pivot.Columns.Count > 0)
        {
            sql.Raw(" ON ").List(pivot.Columns, c => WriteColumn(c, sql));
        }

        if (pivot.Aggregates.Count > 0)
        {
            sql.Raw(" USING ").List(pivot.Aggregates, a => sql.Node(a));
        }

        WriteGroupBy(pivot, sql);
    }

    public static void Write(PivotedTable table, SqlWriter sql)
    {
        FromFormatter.Operand(table.Pivot.Source, sql);
        sql.Raw(" PIVOT (").List(table.Pivot.Aggregates, a => sql.Node(a)).Raw(" FOR ");
        sql.List(table.Pivot.Columns, c => WriteColumn(c, sql), " ");
        WriteGroupBy(table.Pivot, sql);
        sql.Raw(")");
    }

    public static void Write(UnpivotQuery query, SqlWriter sql)
    {
        sql.Raw("UNPIVOT ");
        FromFormatter.Operand(query.Unpivot.Source, sql);
        sql.Raw(" ON ").List(query.Unpivot.Columns, c => WriteColumn(c, sql));
        sql.Raw(" INTO NAME ").Name(query.Unpivot.Name).Raw(" VALUE ").List(query.Unpivot.Values, v => sql.Name(v));
    }

    public static void Write(UnpivotedTable table, SqlWriter sql)
    {
        var unpivot = table.Unpivot;
        FromFormatter.Operand(unpivot.Source, sql);
        sql.Raw(" UNPIVOT ").When(unpivot.IncludeNulls, "INCLUDE NULLS ").Raw("(");
        sql.When(unpivot.Values.Count > 1, "(").List(unpivot.Values, v => sql.Name(v));
        sql.When(unpivot.Values.Count > 1, ")").Raw(" FOR ").Name(unpivot.Name);
        sql.Raw(" IN (").List(unpivot.Columns, c => WriteColumn(c, sql)).Raw("))");
    }

    public static void Write(LateralView view, SqlWriter sql)
    {
        sql.Node(view.Source).Raw(" LATERAL VIEW ").When(view.IsOuter, "OUTER ").Name(view.Function);
        sql.Raw("(").List(view.Arguments, a => sql.Node(a)).Raw(")");
        if (view.TableName is not null)
        {
            sql.Raw(" ").Name(view.TableName);
        }

        if (view.Columns.Count > 0)
        {
            sql.Raw(" AS ").List(view.Columns, c => sql.Name(c));
        }
    }

    private static void WriteColumn(PivotColumn column, SqlWriter sql)
    {
        WriteParts(column.Expressions, sql);

        if (column.Query is not null)
        {
            sql.Raw(" IN (").Node(column.Query).Raw(")");
        }
        else if (column.Values.Count > 0)
        {
            sql.Raw(" IN (").List(column.Values, v => WriteNamed(v.Value, v.Alias, sql));
            sql.When(column.Values is [{ Value: ScalarSubquery, Alias: null }], ",").Raw(")");
        }
    }

    private static void WriteColumn(UnpivotColumn column, SqlWriter sql)
    {
        WriteParts(column.Expressions, sql);
        if (column.Alias is not null)
        {
            sql.Raw(" AS ").Name(column.Alias);
        }
    }

    /// <summary>One column stands bare; what could begin with a parenthesis gets one around it.</summary>
    private static void WriteParts(Sequence<Expression> parts, SqlWriter sql)
    {
        var isBare = parts is [ColumnReference or Star or Columns or Cast];
        sql.When(!isBare, "(").List(parts, e => sql.Node(e)).When(!isBare, ")");
    }

    private static void WriteNamed(Expression value, string? alias, SqlWriter sql)
    {
        sql.Node(value);
        if (alias is not null)
        {
            sql.Raw(" AS ").Name(alias);
        }
    }

    private static void WriteGroupBy(Pivot pivot, SqlWriter sql)
    {
        if (pivot.GroupBy.Count > 0)
        {
            sql.Raw(" GROUP BY ").List(pivot.GroupBy, e => sql.Node(e));
        }
    }
}
