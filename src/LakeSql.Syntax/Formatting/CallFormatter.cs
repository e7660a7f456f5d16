using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Formatting;

/// <summary>Spells function calls.</summary>
internal static class CallFormatter
{
    public static void Write(FunctionCall call, SqlWriter sql)
    {
        if (call.Name.Parts is ["array"] && call.Arguments is [{ Value: ScalarSubquery items }])
        {
            sql.Raw("ARRAY(").Node(items.Query).Raw(")");
            return;
        }

        if (call.IsBare)
        {
            sql.Raw(call.Name.Last);
            return;
        }

        sql.CallName(call.Name, IsPlainForm(call)).Raw(call.Distinct ? "(DISTINCT " : "(");
        sql.List(call.Arguments, a => WriteArgument(a, sql));
        if (call.OrderBy.Count > 0)
        {
            sql.Raw(call.Arguments.Count > 0 ? " ORDER BY " : "ORDER BY ").List(call.OrderBy, o => sql.Node(o));
        }

        sql.When(call.IgnoreNulls == true, " IGNORE NULLS").When(call.IgnoreNulls == false, " RESPECT NULLS").Raw(")");
        if (call.WithinGroup.Count > 0)
        {
            sql.Raw(" WITHIN GROUP (ORDER BY ").List(call.WithinGroup, o => sql.Node(o)).Raw(")");
        }

        if (call.Filter is not null)
        {
            sql.Raw(" FILTER (WHERE ").Node(call.Filter).Raw(")");
        }

        sql.When(call.ExportState, " EXPORT_STATE");
        if (call.Over is not null)
        {
            sql.Raw(" OVER ").Node(call.Over);
        }
    }

    /// <summary>TRIM and its like have a form of their own, which reads plain arguments, too.</summary>
    private static bool IsPlainForm(FunctionCall call)
    {
        var count = call.Arguments.Count;
        if (call.Distinct || call.OrderBy.Count > 0 || call.IgnoreNulls is not null
            || call.Arguments.Any(a => a.Name is not null || a.Value is Lambda))
        {
            return false;
        }

        return call.Name.Last.ToUpperInvariant() switch
        {
            "POSITION" => count == 2 && ExpressionFormatter.Level(call.Arguments[0].Value) > Precedence.In,
            "SUBSTRING" => count >= 1,
            "TRIM" => count is 1 or 2,
            _ => false,
        };
    }

    /// <summary>One argument; after a name, <paramref name="special"/> would mean something else.</summary>
    public static void WriteArgument(
        FunctionArgument argument, SqlWriter sql, BinaryOperator special = BinaryOperator.JsonGet)
    {
        if (argument.Name is not null)
        {
            sql.Name(argument.Name).Raw(" => ");
        }

        // f(a -> b) is a lambda, f((a -> b)) reads JSON; of a table function, f(a = b) names an argument.
        if (BeginsWith(argument.Value, special))
        {
            sql.Raw("(").Node(argument.Value).Raw(")");
        }
        else
        {
            sql.Node(argument.Value);
        }
    }

    private static bool BeginsWith(Expression? expression, BinaryOperator op)
    {
        while (expression is not null)
        {
            if (expression is Binary { Left: ColumnReference { Parts.Count: 1 } } first && first.Operator == op)
            {
                return true;
            }

            expression = expression switch
            {
                Binary b => b.Left,
                IsTest t => t.Operand,
                Like l => l.Operand,
                Between b => b.Operand,
                InList i => i.Operand,
                InSubquery i => i.Operand,
                Quantified q => q.Left,
                _ => null,
            };
        }

        return false;
    }
}
