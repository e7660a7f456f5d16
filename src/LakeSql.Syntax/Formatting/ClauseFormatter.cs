using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Formatting;

/// <summary>Spells the parts of queries that are neither queries nor expressions.</summary>
internal static class ClauseFormatter
{
    public static void Write(SyntaxNode node, SqlWriter sql)
    {
        switch (node)
        {
            case SelectItem i:
                sql.Node(i.Value);
                if (i.Alias is not null)
                {
                    sql.Raw(" AS ").Name(i.Alias);
                }

                break;
            // Bare, ORDER BY * is ORDER BY ALL.
            case OrderItem { Value: Star star } o: sql.Raw("(").Node(star).Raw(")"); WriteDirection(o, sql); break;
            case OrderItem o: sql.Node(o.Value); WriteDirection(o, sql); break;
            case With w: sql.Raw("WITH ").When(w.IsRecursive, "RECURSIVE ").List(w.Tables, t => sql.Node(t)); break;
            case CommonTableExpression c: WriteCommonTable(c, sql); break;
            case GroupBy g:
                if (g.All)
                {
                    sql.Raw("ALL");
                }
                else if (g.Elements is [{ Kind: GroupingKind.Expression, Expressions: [Star star] }, ..])
                {
                    // Bare, GROUP BY * is GROUP BY ALL.
                    sql.Raw("(").Node(star).Raw(")").When(g.Elements.Count > 1, ", ");
                    sql.List(g.Elements.Skip(1), e => sql.Node(e));
                }
                else
                {
                    sql.List(g.Elements, e => sql.Node(e));
                }

                break;
            case GroupingElement e: WriteGrouping(e, sql); break;
            case TimeTravel t:
                sql.Raw(t.IsVersion ? "VERSION AS OF " : "TIMESTAMP AS OF ");
                ExpressionFormatter.Operand(t.Value, Precedence.In + 1, sql);
                break;
            case Sample s: WriteSample(s, sql); break;
            case WindowSpecification w: WriteWindow(w, sql); break;
            case ModelReference m:
                sql.Name(m.Name).When(m.Version is not null, $" VERSION {m.Version}");
                if (m.Alias is not null)
                {
                    sql.Raw("@").Name(m.Alias);
                }

                break;
            default: throw ErrorCode.Internal.Error($"{node.GetType().Name} has no spelling");
        }
    }

    public static void WriteDirection(OrderItem item, SqlWriter sql) => sql
        .When(item.Descending == true, " DESC").When(item.Descending == false, " ASC")
        .When(item.NullsFirst == true, " NULLS FIRST").When(item.NullsFirst == false, " NULLS LAST");

    private static void WriteCommonTable(CommonTableExpression table, SqlWriter sql)
    {
        sql.Name(table.Name);
        if (table.Columns.Count > 0)
        {
            sql.Raw(" (").List(table.Columns, c => sql.Name(c)).Raw(")");
        }

        if (table.Key.Count > 0)
        {
            sql.Raw(" USING KEY (").List(table.Key, c => sql.Name(c)).Raw(")");
        }

        sql.Raw(" AS ").When(table.IsMaterialized == true, "MATERIALIZED ")
            .When(table.IsMaterialized == false, "NOT MATERIALIZED ");
        sql.Raw("(").Node(table.Query).Raw(")");
    }

    private static void WriteGrouping(GroupingElement element, SqlWriter sql)
    {
        switch (element.Kind)
        {
            case GroupingKind.Expression: sql.Node(element.Expressions[0]); break;
            case GroupingKind.GroupingSets:
                sql.Raw("GROUPING SETS (").List(element.Sets, s => sql.Node(s)).Raw(")");
                break;
            default:
                sql.Raw(element.Kind == GroupingKind.Set ? "(" : element.Kind.ToString().ToUpperInvariant() + " (")
                    .List(element.Expressions, e => sql.Node(e)).Raw(")");
                break;
        }
    }

    private static void WriteSample(Sample sample, SqlWriter sql)
    {
        sql.Raw(sample.Method is null ? "(" : sample.Method + " (").Node(sample.Size);
        sql.Raw(sample.IsPercent ? " PERCENT)" : " ROWS)");
        if (sample.Seed is not null)
        {
            sql.Raw(" REPEATABLE (").Node(sample.Seed).Raw(")");
        }
    }

    private static void WriteWindow(WindowSpecification window, SqlWriter sql)
    {
        if (window.IsBareName)
        {
            sql.Name(window.Base!);
            return;
        }

        var parts = new List<Action>();
        if (window.Base is not null)
        {
            parts.Add(() => sql.Name(window.Base));
        }

        if (window.PartitionBy.Count > 0)
        {
            parts.Add(() => sql.Raw("PARTITION BY ").List(window.PartitionBy, e => sql.Node(e)));
        }

        if (window.OrderBy.Count > 0)
        {
            parts.Add(() => sql.Raw("ORDER BY ").List(window.OrderBy, o => sql.Node(o)));
        }

        if (window.Frame is { } frame)
        {
            parts.Add(() => WriteFrame(frame, sql));
        }

        sql.Raw("(").List(parts, p => p(), " ").Raw(")");
    }

    private static void WriteFrame(WindowFrame frame, SqlWriter sql)
    {
        sql.Raw(frame.Unit.ToString().ToUpperInvariant() + " ").When(frame.End is not null, "BETWEEN ");
        WriteBound(frame.Start, sql);
        if (frame.End is not null)
        {
            sql.Raw(" AND ");
            WriteBound(frame.End, sql);
        }

        sql.Raw(frame.Exclusion switch
        {
            FrameExclusion.CurrentRow => " EXCLUDE CURRENT ROW",
            FrameExclusion.Group => " EXCLUDE GROUP",
            FrameExclusion.Ties => " EXCLUDE TIES",
            _ => "",
        });
    }

    private static void WriteBound(FrameBound bound, SqlWriter sql)
    {
        if (bound.Offset is not null)
        {
            sql.Node(bound.Offset).Raw(" ");
        }

        sql.Raw(bound.Kind switch
        {
            FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
            FrameBoundKind.Preceding => "PRECEDING",
            FrameBoundKind.CurrentRow => "CURRENT ROW",
            FrameBoundKind.Following => "FOLLOWING",
            _ => "UNBOUNDED FOLLOWING",
        });
    }
}
