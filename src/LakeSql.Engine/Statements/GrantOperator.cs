using LakeSql.Catalog;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;

namespace LakeSql.Engine.Statements;

/// <summary>GRANT, REVOKE and SHOW GRANTS.</summary>
internal static class GrantOperator
{
    public static OperatorResult Run(ChangeGrantsPlan plan, StatementContext statement)
    {
        foreach (var principal in plan.Principals)
        {
            foreach (var privilege in plan.Privileges)
            {
                if (plan.IsGrant)
                {
                    statement.Metastore.Grant(plan.Target.Id, principal, privilege, statement.Session.User);
                }
                else
                {
                    statement.Metastore.Revoke(plan.Target.Id, principal, privilege);
                }
            }
        }

        return OperatorResult.None;
    }

    public static OperatorResult Run(ShowGrantsPlan plan, StatementContext statement)
    {
        var metastore = statement.Metastore;
        var grants = plan.Target is { } target
            ? Chain(target, metastore).SelectMany(s => metastore.GrantsOn(s.Id))
            : metastore.GrantsTo(plan.Principal!);
        var rows = grants
            .Where(g => plan.Principal is null || Common.Names.Identifier.Same(g.Principal, plan.Principal))
            .Select(g => (Grant: g, On: metastore.ById(g.SecurableId)))
            .Where(g => g.On is not null)
            .Select(g => new string?[]
            {
                g.Grant.Principal, g.Grant.Privilege.SqlName(), g.On!.Kind.SqlName(),
                metastore.FullName(g.On),
            })
            .OrderBy(r => r[0], StringComparer.Ordinal).ThenBy(r => r[3], StringComparer.Ordinal)
            .ThenBy(r => r[1], StringComparer.Ordinal);
        return OperatorResult.Strings(["principal", "action_type", "object_type", "object_key"], rows);
    }

    /// <summary>The object and the containers whose grants reach it.</summary>
    private static IEnumerable<Securable> Chain(Securable target, Metastore metastore)
    {
        for (Securable? s = target; s is not null; s = s.ParentId is { } parent ? metastore.ById(parent) : null)
        {
            yield return s;
        }
    }
}
