using LakeSql.Catalog;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;

namespace LakeSql.Engine.Statements;

/// <summary>Users and groups.</summary>
internal static class PrincipalOperator
{
    public static OperatorResult Run(CreatePrincipalPlan plan, StatementContext statement)
    {
        if (plan.Exists)
        {
            return OperatorResult.None;
        }

        if (plan.IsGroup)
        {
            statement.Metastore.CreateGroup(plan.Name);
        }
        else
        {
            statement.Metastore.CreateUser(plan.Name, plan.Password);
        }

        return OperatorResult.None;
    }

    public static OperatorResult Run(AlterUserPlan plan, StatementContext statement)
    {
        if (plan.IsEnabled is { } isEnabled)
        {
            statement.Metastore.Enable(plan.Name, isEnabled);
        }
        else
        {
            statement.Metastore.SetPassword(plan.Name, plan.Password!);
        }

        return OperatorResult.None;
    }

    public static OperatorResult Run(AlterLimitsPlan plan, StatementContext statement)
    {
        statement.Metastore.SetLimits(plan.Principal, plan.Limits);
        return OperatorResult.None;
    }

    /// <summary>Every limit that there is for the principal; the smallest of a name is the one in force.</summary>
    public static OperatorResult Run(ShowLimitsPlan plan, StatementContext statement)
    {
        var isAdmin = Identifier.Same(plan.Principal, statement.Metastore.AdminName);
        return OperatorResult.Table(
            [
                ("name", PrimitiveType.String), ("value", PrimitiveType.String), ("principal", PrimitiveType.String),
                ("in_force", PrimitiveType.Boolean),
            ],
            statement.Metastore.LimitsOf(plan.Principal).GroupBy(l => l.Name).SelectMany(g => g.Select(
                (l, i) => new object?[] { l.Name, Shown(l), l.Principal, i == 0 && !isAdmin })));
    }

    private static string Shown(PrincipalLimit limit) => limit.Name switch
    {
        "statement_timeout" => $"{limit.Value}ms",
        "memory_limit" => $"{limit.Value}B",
        _ => $"{limit.Value}",
    };

    public static OperatorResult Run(AlterGroupPlan plan, StatementContext statement)
    {
        foreach (var member in plan.Members)
        {
            if (plan.IsAdd)
            {
                statement.Metastore.AddMember(plan.Name, member);
            }
            else
            {
                statement.Metastore.RemoveMember(plan.Name, member);
            }
        }

        return OperatorResult.None;
    }

    public static OperatorResult Run(DropPrincipalPlan plan, StatementContext statement)
    {
        if (plan.Name is { } name)
        {
            if (plan.IsGroup)
            {
                statement.Metastore.DropGroup(name);
            }
            else
            {
                statement.Metastore.DropUser(name);
            }
        }

        return OperatorResult.None;
    }
}
