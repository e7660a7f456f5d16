using LakeSql.Common.Names;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.DuckDb;

/// <summary>Writes conditions that are more than an operator for DuckDB.</summary>
internal sealed class ConditionRenderer(DuckDbSql sql, QueryRenderer queries, ExpressionRenderer expressions)
{
    public void Write(Like like)
    {
        if (like.Kind == LikeKind.RLike)
        {
            expressions.Wrap(like.Negated ? "(NOT regexp_matches(" : "(regexp_matches(", like.Operand, ", ");
            expressions.Write(like.Pattern);
            sql.Raw("))");
            return;
        }

        var word = like.Kind switch
        {
            LikeKind.ILike => "ILIKE", LikeKind.SimilarTo => "SIMILAR TO", LikeKind.Glob => "GLOB", _ => "LIKE",
        };
        expressions.Wrap(like.Negated && like.Kind == LikeKind.Glob ? "(NOT (" : "((", like.Operand,
            $") {(like.Negated && like.Kind != LikeKind.Glob ? "NOT " : "")}{word} ");
        expressions.Write(like.Pattern);
        if (like.Escape is not null)
        {
            expressions.Wrap(" ESCAPE ", like.Escape, "");
        }

        sql.Raw(")");
    }

    public void Write(Between between)
    {
        if (between.Symmetric && !(IsCheap(between.Low) && IsCheap(between.High)))
        {
            WriteHeld(between);
            return;
        }

        if (between.Symmetric)
        {
            expressions.Wrap(between.Negated ? "(NOT (" : "((", between.Operand, " BETWEEN least(");
            expressions.Write(between.Low);
            expressions.Wrap(", ", between.High, ") AND greatest(");
            expressions.Write(between.Low);
            expressions.Wrap(", ", between.High, ")))");
            return;
        }

        expressions.Wrap("(", between.Operand, between.Negated ? " NOT BETWEEN " : " BETWEEN ");
        expressions.Write(between.Low);
        expressions.Wrap(" AND ", between.High, ")");
    }

    private static bool IsCheap(Expression value) =>
        value is Literal or TypedLiteral or Parameter or BoundColumn or BoundAlias;

    /// <summary>
    /// Each bound stands twice in the comparison: written twice, one within another would double the text each time.
    /// </summary>
    private void WriteHeld(Between between)
    {
        expressions.Wrap("(list_transform([{'x': ", between.Operand, ", 'a': ");
        expressions.Wrap("", between.Low, ", 'b': ");
        expressions.Write(between.High);
        sql.Raw("}], lambda held: ").Raw(between.Negated ? "NOT " : "");
        sql.Raw("(held.x BETWEEN least(held.a, held.b) AND greatest(held.a, held.b)))[1])");
    }

    public void Write(InList list) => WriteIn(list.Operand, list.Negated, () => WriteItems(list.Items));

    public void Write(InSubquery within) =>
        WriteIn(within.Operand, within.Negated, () => queries.Write(within.Query));

    private void WriteIn(Expression operand, bool negated, Action items)
    {
        expressions.Wrap("(", operand, negated ? " NOT IN (" : " IN (");
        items();
        sql.Raw("))");
    }

    /// <summary>A lone subquery keeps a comma, without which its rows would be the list.</summary>
    private void WriteItems(Sequence<Expression> items)
    {
        sql.List(items, expressions.Write);
        sql.Raw(items is [ScalarSubquery] ? "," : "");
    }

    public void Write(Quantified quantified)
    {
        expressions.Wrap(
            "(", quantified.Left, Operators.Text(quantified.Operator) + (quantified.IsAll ? "ALL (" : "ANY ("));
        if (quantified.Right is ScalarSubquery subquery)
        {
            queries.Write(subquery.Query);
        }
        else
        {
            expressions.Write(quantified.Right);
        }

        sql.Raw("))");
    }

    public void Write(Case @case)
    {
        BranchCondition Asked(int count, Expression? own) =>
            BranchCondition.Of(@case.Operand, [.. @case.Whens.Take(count).Select(w => w.When)], own);
        sql.Raw("(CASE ");
        if (@case.Operand is not null)
        {
            expressions.Write(@case.Operand);
        }

        for (var i = 0; i < @case.Whens.Count; i++)
        {
            var (at, when) = (i, @case.Whens[i]);
            sql.Raw(" WHEN ");
            if (at == 0)
            {
                expressions.Write(when.When);
            }
            else
            {
                expressions.WriteBranch(() => Asked(at, null), when.When);
            }

            sql.Raw(" THEN ");
            expressions.WriteBranch(() => Asked(at, when.When), when.Then);
        }

        if (@case.Else is not null)
        {
            sql.Raw(" ELSE ");
            expressions.WriteBranch(() => Asked(@case.Whens.Count, null), @case.Else);
        }

        sql.Raw(" END)");
    }
}
