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
        statement.Metastore.SetPassword(plan.Name, plan.Password);
        return OperatorResult.None;
    }

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
