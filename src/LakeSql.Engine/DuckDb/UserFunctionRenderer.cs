using LakeSql.Planner.Bound;

namespace LakeSql.Engine.DuckDb;

/// <summary>Writes calls of functions that users have made: the body, with what the call gives.</summary>
internal static class UserFunctionRenderer
{
    /// <summary>A call for a value.</summary>
    public static void Write(BoundFunction call, DuckDbSql sql, ExpressionRenderer expressions)
    {
        void Body() => sql.Within(call.Span, () => expressions.Write(call.Body));
        sql.Raw(call.Type is null ? "(" : "CAST(");
        var isComputed = call.Parameters.ComputedFirst.Count > 0;
        sql.Raw(isComputed ? "(SELECT " : "");
        expressions.Within(call.Parameters, Body);
        if (isComputed)
        {
            sql.Raw(" FROM ");
            WriteGiven(call.Parameters, sql, expressions);
            sql.Raw(")");
        }

        _ = call.Type is { } type ? sql.Raw(" AS ").Type(type).Raw(")") : sql.Raw(")");
    }

    /// <summary>One row of what is computed first, under the names that the body has for it.</summary>
    public static void WriteGiven(BoundParameters parameters, DuckDbSql sql, ExpressionRenderer expressions) =>
        sql.Raw("(SELECT ").List(parameters.ComputedFirst, i =>
        {
            sql.Raw("CAST(");
            expressions.Write(parameters.Values[i]);
            sql.Raw(" AS ").Type(parameters.Types[i]).Raw(") AS ").Name(parameters.Names[i]);
        }).Raw(") AS ").Name(parameters.Relation);
}
