using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.DuckDb;

/// <summary>Writes GROUP BY for DuckDB.</summary>
internal static class GroupingRenderer
{
    public static void Write(GroupBy groupBy, DuckDbSql sql, ExpressionRenderer expressions)
    {
        sql.Raw(" GROUP BY ");
        if (groupBy.All)
        {
            sql.Raw("ALL");
        }
        else
        {
            sql.List(groupBy.Elements, e => Write(e, sql, expressions));
        }
    }

    private static void Write(GroupingElement element, DuckDbSql sql, ExpressionRenderer expressions)
    {
        switch (element.Kind)
        {
            case GroupingKind.Expression: WriteKey(element.Expressions[0], sql, expressions); break;
            case GroupingKind.Set: sql.Raw("(").List(element.Expressions, expressions.Write).Raw(")"); break;
            case GroupingKind.GroupingSets:
                sql.Raw("GROUPING SETS (").List(element.Sets, s => Write(s, sql, expressions)).Raw(")");
                break;
            default:
                sql.Raw(element.Kind.ToString().ToUpperInvariant() + " (")
                    .List(element.Expressions, k => WriteKey(k, sql, expressions)).Raw(")");
                break;
        }
    }

    /// <summary>A row in GROUP BY groups by each of its values.</summary>
    private static void WriteKey(Expression key, DuckDbSql sql, ExpressionRenderer expressions)
    {
        if (key is RowValue row)
        {
            sql.Raw("(").List(row.Items, expressions.Write).Raw(")");
        }
        else
        {
            expressions.Write(key);
        }
    }
}
