using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Formatting;

/// <summary>Spells expressions. Operands that are operators themselves stand in parentheses where they must.</summary>
internal static class ExpressionFormatter
{
    public static void Write(Expression expression, SqlWriter sql)
    {
        switch (expression)
        {
            case Literal l: WriteLiteral(l, sql); break;
            case TypedLiteral t: sql.Raw(TypeFormatter.Literal(t.Type) + " ").Text(t.Text); break;
            case IntervalLiteral i: WriteInterval(i, sql); break;
            case ColumnReference c: sql.ColumnName(c.Parts); break;
            case PositionalReference p: sql.Raw($"#{p.Position}"); break;
            case Parameter p: sql.Raw(p.Name is { } name ? "$" + name : $"${p.Position}"); break;
            case Star s: StarFormatter.Write(s, sql); break;
            case Columns c: StarFormatter.Write(c, sql); break;
            case Binary b: WriteBinary(b, sql); break;
            case Unary u: WriteUnary(u, sql); break;
            case IsTest t:
                Operand(t.Operand, Precedence.Is + 1, sql);
                sql.Raw(t.Negated ? " IS NOT " : " IS ").Raw(t.Kind.ToString().ToUpperInvariant());
                break;
            case Like l: WriteLike(l, sql); break;
            case Between b: WriteBetween(b, sql); break;
            case InList l:
                Operand(l.Operand, Precedence.In + 1, sql);
                sql.Raw(l.Negated ? " NOT IN (" : " IN (").List(l.Items, i => sql.Node(i));
                sql.When(l.Items is [ScalarSubquery], ",").Raw(")");
                break;
            case InSubquery s:
                Operand(s.Operand, Precedence.In + 1, sql);
                sql.Raw(s.Negated ? " NOT IN (" : " IN (").Node(s.Query).Raw(")");
                break;
            case Exists e: sql.Raw("EXISTS (").Node(e.Query).Raw(")"); break;
            case ScalarSubquery s: sql.Raw("(").Node(s.Query).Raw(")"); break;
            case Quantified q: WriteQuantified(q, sql); break;
            case Case c: WriteCase(c, sql); break;
            case Cast c:
                sql.Raw(c.IsTry ? "TRY_CAST(" : "CAST(").Node(c.Operand);
                sql.Raw(" AS ").Raw(sql.Redacted ? TypeFormatter.Redacted(c.Type)
                    : TypeFormatter.Name(c.Type, TypeDialect.Engine)).Raw(")");
                break;
            case FunctionCall f: CallFormatter.Write(f, sql); break;
            default: WriteNested(expression, sql); break;
        }
    }

    private static void WriteNested(Expression expression, SqlWriter sql)
    {
        switch (expression)
        {
            case ArrayLiteral a: sql.Raw("[").List(a.Items, i => sql.Node(i)).Raw("]"); break;
            case ListComprehension c:
                sql.Raw("[").Node(c.Result).Raw(" FOR ").List(c.Names, n => sql.Name(n)).Raw(" IN ").Node(c.List);
                if (c.Condition is not null)
                {
                    sql.Raw(" IF ").Node(c.Condition);
                }

                sql.Raw("]");
                break;
            case StructLiteral s:
                sql.Raw("{").List(s.Entries, e => sql.Raw(Quoted(e.Name)).Raw(": ").Node(e.Value)).Raw("}");
                break;
            case MapLiteral m:
                sql.Raw("MAP {").List(m.Entries, e => sql.Node(e.Key).Raw(": ").Node(e.Value)).Raw("}");
                break;
            case RowValue r: sql.Raw("ROW(").List(r.Items, i => sql.Node(i)).Raw(")"); break;
            case FieldAccess f:
                // (a).b is a field of the column a; a.b could be a column of a table a.
                sql.Raw("(").Node(f.Operand).Raw(").").Name(f.Field);
                break;
            case Subscript s: Primary(s.Operand, sql); sql.Raw("[").Node(s.Index).Raw("]"); break;
            case Slice s: WriteSlice(s, sql); break;
            case Lambda l: sql.Raw("lambda ").List(l.Parameters, p => sql.Name(p)).Raw(": ").Node(l.Body); break;
            case Collate c:
                Operand(c.Operand, Precedence.Postfix, sql);
                sql.Raw(" COLLATE ").List(c.Collation.Split('.'), p => sql.Name(p), ".");
                break;
            case Predict p:
                sql.Raw("PREDICT(").Node(p.Model);
                foreach (var argument in p.Arguments)
                {
                    sql.Raw(", ").Node(argument);
                }

                sql.Raw(")");
                break;
            default: throw ErrorCode.Internal.Error($"{expression.GetType().Name} has no spelling");
        }
    }

    private static string Quoted(string name) => "'" + name.Replace("'", "''", StringComparison.Ordinal) + "'";

    private static void WriteLiteral(Literal literal, SqlWriter sql)
    {
        if (literal.Kind == LiteralKind.String)
        {
            sql.Text(literal.Text);
        }
        else if (sql.Redacted && literal.Kind is LiteralKind.Number or LiteralKind.Binary)
        {
            sql.Raw(sql.Redacted ? "_" : literal.Text);
        }
        else
        {
            sql.Raw(literal.Kind switch
            {
                LiteralKind.Null => "NULL",
                LiteralKind.Boolean => literal.Text.ToUpperInvariant(),
                LiteralKind.Binary => $"X'{literal.Text}'",
                _ => literal.Text,
            });
        }
    }

    private static void WriteInterval(IntervalLiteral interval, SqlWriter sql)
    {
        sql.Raw("INTERVAL ");
        if (interval.Value is Literal { Kind: LiteralKind.Number or LiteralKind.String })
        {
            sql.Node(interval.Value);
        }
        else
        {
            sql.Raw("(").Node(interval.Value).Raw(")");
        }

        sql.When(interval.Unit is not null, " " + interval.Unit);
    }

    /// <summary>Loops along the left side, which has no bound on its length.</summary>
    private static void WriteBinary(Binary binary, SqlWriter sql)
    {
        var spine = new Stack<Binary>();
        Expression left = binary;
        while (left is Binary b && (spine.Count == 0 || Level(b) >= Level(spine.Peek())))
        {
            spine.Push(b);
            left = b.Left;
        }

        Operand(left, Level(spine.Peek()), sql);
        while (spine.TryPop(out var node))
        {
            sql.Raw(" " + Precedence.SignOf(node.Operator) + " ");
            Operand(node.Right, Level(node) + 1, sql);
        }
    }

    private static void WriteUnary(Unary unary, SqlWriter sql)
    {
        if (unary.Operator == UnaryOperator.Not)
        {
            sql.Raw("NOT ");
            Operand(unary.Operand, Precedence.Not, sql);
            return;
        }

        sql.Raw(unary.Operator switch { UnaryOperator.Negate => "-", UnaryOperator.Plus => "+", _ => "~" });

        // Two signs together would be the start of a comment.
        if (unary.Operand is Unary { Operator: not UnaryOperator.Not })
        {
            sql.Raw("(").Node(unary.Operand).Raw(")");
        }
        else
        {
            var isLoose = unary.Operator == UnaryOperator.BitNot;
            Operand(unary.Operand, isLoose ? Precedence.Other + 1 : Precedence.Sign, sql);
        }
    }

    private static void WriteLike(Like like, SqlWriter sql)
    {
        Operand(like.Operand, Precedence.In + 1, sql);
        sql.Raw(like.Negated ? " NOT " : " ");
        sql.Raw(like.Kind == LikeKind.SimilarTo ? "SIMILAR TO " : like.Kind.ToString().ToUpperInvariant() + " ");
        Operand(like.Pattern, Precedence.In + 1, sql);
        if (like.Escape is not null)
        {
            sql.Raw(" ESCAPE ");
            Operand(like.Escape, Precedence.In + 1, sql);
        }
    }

    private static void WriteBetween(Between between, SqlWriter sql)
    {
        Operand(between.Operand, Precedence.In + 1, sql);
        sql.Raw(between.Negated ? " NOT BETWEEN " : " BETWEEN ").When(between.Symmetric, "SYMMETRIC ");
        Operand(between.Low, Precedence.In + 1, sql);
        sql.Raw(" AND ");
        Operand(between.High, Precedence.In + 1, sql);
    }

    private static void WriteQuantified(Quantified quantified, SqlWriter sql)
    {
        Operand(quantified.Left, Precedence.Comparison, sql);
        sql.Raw($" {Precedence.SignOf(quantified.Operator)} {(quantified.IsAll ? "ALL" : "ANY")} (");
        sql.Node(quantified.Right is ScalarSubquery s ? s.Query : quantified.Right).Raw(")");
    }

    private static void WriteCase(Case @case, SqlWriter sql)
    {
        sql.Raw("CASE");
        if (@case.Operand is not null)
        {
            sql.Raw(" ").Node(@case.Operand);
        }

        foreach (var when in @case.Whens)
        {
            sql.Raw(" WHEN ").Node(when.When).Raw(" THEN ").Node(when.Then);
        }

        if (@case.Else is not null)
        {
            sql.Raw(" ELSE ").Node(@case.Else);
        }

        sql.Raw(" END");
    }

    private static void WriteSlice(Slice slice, SqlWriter sql)
    {
        Primary(slice.Operand, sql);
        sql.Raw("[");
        if (slice.From is not null)
        {
            sql.Node(slice.From);
        }

        sql.Raw(":");
        if (slice.To is not null)
        {
            sql.Node(slice.To);
        }
        else
        {
            sql.When(slice.Step is not null, "-");
        }

        if (slice.Step is not null)
        {
            // A colon that touches a name after a minus would begin a parameter.
            sql.Raw(slice.To is null ? ": " : ":").Node(slice.Step);
        }

        sql.Raw("]");
    }

    private static void Primary(Expression expression, SqlWriter sql) => Operand(expression, int.MaxValue, sql);

    /// <summary>An expression, in parentheses when it binds looser than <paramref name="level"/>.</summary>
    public static void Operand(Expression expression, int level, SqlWriter sql)
    {
        if (Level(expression) < level)
        {
            sql.Raw("(").Node(expression).Raw(")");
        }
        else
        {
            sql.Node(expression);
        }
    }

    /// <summary>How tightly the outermost operator binds.</summary>
    public static int Level(Expression expression) => expression switch
    {
        Binary b => Precedence.LevelOf(b.Operator),
        Unary { Operator: UnaryOperator.Not } => Precedence.Not,
        Unary { Operator: UnaryOperator.BitNot } => Precedence.Other,
        Unary => Precedence.Sign,
        IsTest => Precedence.Is,
        Like or Between or InList or InSubquery => Precedence.In,
        Quantified => Precedence.Comparison,
        Collate => Precedence.Postfix,
        Lambda => 0,
        IntervalLiteral => Precedence.Sign,
        _ => int.MaxValue,
    };
}
