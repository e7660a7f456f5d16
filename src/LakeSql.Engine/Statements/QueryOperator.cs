using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;

namespace LakeSql.Engine.Statements;

internal static class QueryOperator
{
    public static OperatorResult Run(QueryPlan plan, StatementContext statement)
    {
        var render = statement.NewSql();
        render.Query(plan.Query);
        var stream = statement.Stream(render);
        return new OperatorResult(stream.Columns) { Stream = stream };
    }

    public static OperatorResult Run(DescribeQueryPlan plan, StatementContext statement) => OperatorResult.Strings(
        ["col_name", "data_type"],
        statement.Describe(plan.Query, storable: false).Select(c => new string?[] { c.Name, c.Type.Name }));
}
