using LakeSql.Catalog;
using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;

namespace LakeSql.Engine.Statements;

/// <summary>EXPLAIN ACCESS and WHAT IF.</summary>
internal static class ExplainAccessOperator
{
    public static OperatorResult Run(ExplainAccessPlan plan, StatementContext statement) => OperatorResult.Table(
        [
            ("privilege", PrimitiveType.String),
            ("securable", PrimitiveType.String),
            ("allowed", PrimitiveType.Boolean),
            ("reason", PrimitiveType.String),
            ("through", PrimitiveType.String),
            ("granted_to", PrimitiveType.String),
            ("groups", PrimitiveType.String),
            ("needed", PrimitiveType.String),
        ],
        plan.Rows.Select(r => new object?[]
        {
            r.Privilege, r.Securable, r.Allowed, r.Reason, r.Through, r.GrantedTo, r.Groups, r.Needed,
        }));

    public static OperatorResult Run(WhatIfPlan plan, StatementContext statement)
    {
        var metastore = statement.Metastore;
        var change = plan.Change;
        return OperatorResult.Strings(
            ["principal", "change", "action_type", "object_type", "object_key"],
            metastore.Suppose(change.Target, change.Privileges, change.Principals, change.IsGrant)
                .Select(c => new string?[]
                {
                    c.Principal, c.IsGained ? "gains" : "loses", c.Privilege.SqlName(), c.Securable.Kind.SqlName(),
                    metastore.FullName(c.Securable),
                }));
    }
}
