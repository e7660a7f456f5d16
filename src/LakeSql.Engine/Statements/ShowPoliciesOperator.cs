using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Statements;

/// <summary>SHOW POLICIES and DESCRIBE POLICY.</summary>
internal static class ShowPoliciesOperator
{
    private static readonly string[] Names =
    [
        "name", "policy_type", "on_securable_type", "on_securable_fullname", "function_name", "to_principals",
        "except_principals", "when_condition", "match_columns", "on_column", "using_columns", "comment",
        "set_by",
    ];

    public static OperatorResult Run(ShowPoliciesPlan plan, StatementContext statement)
    {
        var rows = plan.Rows.Select(Row);
        return plan.IsOne
            ? OperatorResult.Strings(
                ["info_name", "info_value"], rows.First().Zip(Names, (value, name) => new[] { name, value }))
            : OperatorResult.Strings(Names, rows);
    }

    private static string?[] Row(PolicyRow row)
    {
        var policy = row.Policy;
        return
        [
            policy.Name, policy.OnColumn is null ? "ROW_FILTER" : "COLUMN_MASK", row.OnType, row.OnName, row.Function,
            string.Join(", ", policy.To), Text(policy.Except), policy.When?.ToSql(),
            Text(policy.Match.Select(m => m.ToSql())), policy.OnColumn, Text(policy.Using.Select(e => e.ToSql())),
            policy.Comment, row.SetBy,
        ];
    }

    private static string? Text(IEnumerable<string> items) =>
        string.Join(", ", items) is { Length: > 0 } text ? text : null;
}
