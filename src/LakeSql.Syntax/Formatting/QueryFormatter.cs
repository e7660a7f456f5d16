using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Formatting;

/// <summary>Spells queries.</summary>
internal static class QueryFormatter
{
    public static void Write(Query query, SqlWriter sql)
    {
        if (sql.HidesQueries)
        {
            sql.Raw("SELECT _");
            return;
        }

        if (query.With is not null)
        {
            sql.Node(query.With).Raw(" ");
        }

        sql.Node(query.Body);
        if (query.DistributeBy.Count > 0)
        {
            sql.Raw(" DISTRIBUTE BY ").List(query.DistributeBy, e => sql.Node(e));
        }

        if (query.OrderByAll)
        {
            sql.Raw(" ORDER BY ALL");
            ClauseFormatter.WriteDirection(query.OrderBy[0], sql);
        }
        else if (query.OrderBy.Count > 0)
        {
            sql.Raw(query.DistributeBy.Count > 0 ? " SORT BY " : " ORDER BY ").List(query.OrderBy, o => sql.Node(o));
        }

        if (query.Limit is not null)
        {
            sql.Raw(" LIMIT ").Node(query.Limit).When(query.LimitIsPercent, " PERCENT");
        }

        if (query.Offset is not null)
        {
            sql.Raw(" OFFSET ").Node(query.Offset);
        }
    }

    public static void Write(QueryBody body, SqlWriter sql)
    {
        switch (body)
        {
            case Select s: WriteSelect(s, sql); break;
            case PivotQuery p: PivotFormatter.Write(p, sql); break;
            case UnpivotQuery u: PivotFormatter.Write(u, sql); break;
            case ColumnReport { IsSummary: true } r: sql.Raw("SUMMARIZE (").Node(r.Query).Raw(")"); break;

            // Outside of parentheses DESCRIBE is a statement of its own.
            case ColumnReport r: sql.Raw("(DESCRIBE (").Node(r.Query).Raw("))"); break;
            case ParenthesizedQuery p: sql.Raw("(").Node(p.Query).Raw(")"); break;
            case Values v:
                // Of a redacted statement the number of rows is enough.
                sql.Raw("VALUES ").List(
                    sql.Redacted ? v.Rows.Take(1) : v.Rows,
                    r => sql.Raw("(").List(r, e => sql.Node(e)).Raw(")"));
                break;
            case SetOperation o:
                WriteSetOperand(o.Left, o, false, sql);
                sql.Raw($" {o.Operator.ToString().ToUpperInvariant()} ").When(o.All, "ALL ").When(o.ByName, "BY NAME ");
                WriteSetOperand(o.Right, o, true, sql);
                break;
            default: throw ErrorCode.Internal.Error($"{body.GetType().Name} has no spelling");
        }
    }

    /// <summary>A tree that a program made may need parentheses that no text had.</summary>
    private static void WriteSetOperand(QueryBody operand, SetOperation parent, bool isRight, SqlWriter sql)
    {
        var bare = operand is not SetOperation inner || (!isRight
            && (parent.Operator != SetOperator.Intersect || inner.Operator == SetOperator.Intersect));
        if (bare || (operand is SetOperation { Operator: SetOperator.Intersect }
            && parent.Operator != SetOperator.Intersect))
        {
            sql.Node(operand);
        }
        else
        {
            sql.Raw("(").Node(operand).Raw(")");
        }
    }

    private static void WriteSelect(Select select, SqlWriter sql)
    {
        sql.Raw("SELECT ").When(select.Distinct, "DISTINCT ");
        if (select.DistinctOn.Count > 0)
        {
            sql.Raw("DISTINCT ON (").List(select.DistinctOn, e => sql.Node(e)).Raw(") ");
        }

        sql.List(select.Items, i => sql.Node(i));
        Clause(" FROM ", select.From, sql);
        Clause(" WHERE ", select.Where, sql);
        Clause(" GROUP BY ", select.GroupBy, sql);
        Clause(" HAVING ", select.Having, sql);
        if (select.Windows.Count > 0)
        {
            sql.Raw(" WINDOW ").List(select.Windows, w => sql.Name(w.Name).Raw(" AS ").Node(w.Window));
        }

        Clause(" QUALIFY ", select.Qualify, sql);
        Clause(" USING SAMPLE ", select.Sample, sql);
    }

    private static void Clause(string words, SyntaxNode? node, SqlWriter sql)
    {
        if (node is not null)
        {
            sql.Raw(words).Node(node);
        }
    }
}
