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

        sql.Name(call.Name).Raw(call.Distinct ? "(DISTINCT " : "(");
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

        if (call.Over is not null)
        {
            sql.Raw(" OVER ").Node(call.Over);
        }
    }

    public static void WriteArgument(FunctionArgument argument, SqlWriter sql)
    {
        if (argument.Name is not null)
        {
            sql.Name(argument.Name).Raw(" => ");
        }

        sql.Node(argument.Value);
    }
}
