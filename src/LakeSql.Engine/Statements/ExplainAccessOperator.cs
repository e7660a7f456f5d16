using LakeSql.Catalog;
using LakeSql.Common.Names;
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
                .Where(c => MayBeShown(c, change.Principals, statement))
                .Select(c => new string?[]
                {
                    c.Principal, c.IsGained ? "gains" : "loses", c.Privilege.SqlName(), c.Securable.Kind.SqlName(),
                    metastore.FullName(c.Securable),
                }));
    }

    /// <summary>
    /// Who is in which group, and who there is, is told to who manages the metastore. Others are shown whom they have
    /// named, themselves, their groups, and who has a grant on the object, whom SHOW GRANTS shows them too.
    /// </summary>
    private static bool MayBeShown(AccessChange change, IEnumerable<string> named, StatementContext statement)
    {
        var metastore = statement.Metastore;
        return statement.IsAdmin
            || named.Contains(change.Principal, Identifier.Comparer)
            || statement.Principals.Contains(change.Principal)
            || metastore.GrantsOn(change.Securable.Id).Any(g => Identifier.Same(g.Principal, change.Principal));
    }
}
