using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Formatting;

/// <summary>Spells what stands in FROM.</summary>
internal static class FromFormatter
{
    public static void Write(TableExpression table, SqlWriter sql)
    {
        switch (table)
        {
            case TableName t:
                sql.Name(t.Name);
                if (t.TimeTravel is not null)
                {
                    sql.Raw(" ").Node(t.TimeTravel);
                }

                WriteTail(t.Alias, t.Sample, sql);
                break;
            case DerivedTable d:
                sql.When(d.IsLateral, "LATERAL ").Raw("(").Node(d.Query).Raw(")");
                WriteTail(d.Alias, d.Sample, sql);
                break;
            case TableFunction f:
                sql.When(f.IsLateral, "LATERAL ").CallName(f.Name).Raw("(");
                sql.List(f.Arguments, a => CallFormatter.WriteArgument(a, sql, BinaryOperator.Equal)).Raw(")");
                sql.When(f.WithOrdinality, " WITH ORDINALITY");
                WriteTail(f.Alias, f.Sample, sql);
                break;
            case ParenthesizedJoin p:
                sql.Raw("(").Node(p.Inner).Raw(")");
                WriteTail(p.Alias, null, sql);
                break;
            case PivotedTable p: PivotFormatter.Write(p, sql); WriteTail(p.Alias, null, sql); break;
            case UnpivotedTable u: PivotFormatter.Write(u, sql); WriteTail(u.Alias, null, sql); break;
            case LateralView v: PivotFormatter.Write(v, sql); break;
            case Join j: WriteJoin(j, sql); break;
            default: throw ErrorCode.Internal.Error($"{table.GetType().Name} has no spelling");
        }
    }

    private static void WriteTail(TableAlias? alias, Sample? sample, SqlWriter sql)
    {
        if (alias is not null)
        {
            sql.Raw(" AS ").Name(alias.Name);
            if (alias.Columns.Count > 0)
            {
                sql.Raw(" (").List(alias.Columns, c => sql.Name(c)).Raw(")");
            }
        }

        if (sample is not null)
        {
            sql.Raw(" TABLESAMPLE ").Node(sample);
        }
    }

    /// <summary>A table as the left side of something that binds tighter than joins.</summary>
    public static void Operand(TableExpression table, SqlWriter sql)
    {
        if (table is Join or LateralView)
        {
            sql.Raw("(").Node(table).Raw(")");
        }
        else
        {
            sql.Node(table);
        }
    }

    private static void WriteJoin(Join join, SqlWriter sql)
    {
        if (join.Left is LateralView)
        {
            Operand(join.Left, sql);
        }
        else
        {
            sql.Node(join.Left);
        }

        sql.Raw(join.IsNatural ? " NATURAL" : "");
        sql.Raw(join.Kind switch
        {
            JoinKind.Cross => " CROSS JOIN ",
            JoinKind.Left => " LEFT JOIN ",
            JoinKind.Right => " RIGHT JOIN ",
            JoinKind.Full => " FULL JOIN ",
            JoinKind.Semi => " SEMI JOIN ",
            JoinKind.Anti => " ANTI JOIN ",
            JoinKind.AsOf => " ASOF JOIN ",
            JoinKind.AsOfLeft => " ASOF LEFT JOIN ",
            JoinKind.AsOfRight => " ASOF RIGHT JOIN ",
            JoinKind.AsOfFull => " ASOF FULL JOIN ",
            JoinKind.AsOfSemi => " ASOF SEMI JOIN ",
            JoinKind.AsOfAnti => " ASOF ANTI JOIN ",
            JoinKind.Positional => " POSITIONAL JOIN ",
            _ => " JOIN ",
        });

        // a, (b JOIN c) joined by commas: the comma binds looser than JOIN, so a join on the right needs parentheses.
        Operand(join.Right, sql);

        if (join.On is not null)
        {
            sql.Raw(" ON ").Node(join.On);
        }
        else if (join.Using.Count > 0)
        {
            sql.Raw(" USING (").List(join.Using, c => sql.Name(c)).Raw(")");
        }
    }
}
