using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;

namespace LakeSql.Engine.Statements;

internal static class QueryOperator
{
    public static OperatorResult Run(QueryPlan plan, StatementContext statement)
    {
        var render = statement.NewSql();
        if (statement.ColumnsOnly)
        {
            return Columns(plan, render, statement);
        }

        render.Query(plan.Query);
        var stream = statement.Stream(render);
        return new OperatorResult(stream.Columns) { Stream = stream };
    }

    /// <summary>The engine evaluates nothing below such a limit.</summary>
    private static OperatorResult Columns(QueryPlan plan, StatementSql render, StatementContext statement)
    {
        render.Sql.Raw("SELECT * FROM (");
        render.Query(plan.Query);
        render.Sql.Raw(") AS q LIMIT 0");
        var stream = statement.Stream(render);

        // Of columns with one name the star makes several names.
        return new OperatorResult([.. stream.Columns.Zip(plan.Query.Columns, (s, q) => s with { Name = q.Name })])
        {
            Stream = stream,
        };
    }

    public static OperatorResult Run(DescribeQueryPlan plan, StatementContext statement) => OperatorResult.Strings(
        ["col_name", "data_type"],
        statement.Describe(plan.Query, storable: false).Select(c => new string?[] { c.Name, c.Type.Name }));
}
