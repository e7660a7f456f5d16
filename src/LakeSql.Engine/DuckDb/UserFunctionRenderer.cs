using LakeSql.Planner.Bound;

namespace LakeSql.Engine.DuckDb;

/// <summary>Writes calls of functions that users have made: the body, with what the call gives.</summary>
internal static class UserFunctionRenderer
{
    /// <summary>A call for a value.</summary>
    public static void Write(BoundFunction call, DuckDbSql sql, ExpressionRenderer expressions)
    {
        if (call.Type is { } type)
        {
            sql.Cast(() => WriteBody(call, sql, expressions), type);
            return;
        }

        sql.Raw("(");
        WriteBody(call, sql, expressions);
        sql.Raw(")");
    }

    private static void WriteBody(BoundFunction call, DuckDbSql sql, ExpressionRenderer expressions)
    {
        void Body() => sql.Within(
            call.Span, () => expressions.WithinText(call.CopiesComputed, () => expressions.Write(call.Body)));
        if (call.Parameters.ComputedFirst.Count == 0)
        {
            expressions.Within(call.Parameters, Body);
            return;
        }

        sql.Raw("(SELECT ");
        expressions.Within(call.Parameters, Body);
        sql.Raw(" FROM ");
        WriteGiven(call.Parameters, sql, expressions);
        sql.Raw(")");
    }

    /// <summary>One row of what is computed first, under the names that the body has for it.</summary>
    public static void WriteGiven(BoundParameters parameters, DuckDbSql sql, ExpressionRenderer expressions) =>
        sql.Raw("(SELECT ").List(parameters.ComputedFirst, i =>
        {
            sql.Cast(() => expressions.Write(parameters.Values[i]), parameters.Types[i]);
            sql.Raw(" AS ").Name(parameters.Names[i]);
        }).Raw(") AS ").Name(parameters.Relation);
}
