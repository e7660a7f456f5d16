using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Policies;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>
/// A table with another name, perhaps in another schema of its catalog; its files stay where they are.
/// </summary>
/// <param name="Table">The table.</param>
/// <param name="Schema">Where it goes.</param>
/// <param name="NewName">What it is called there.</param>
public sealed record RenameTablePlan(Securable Table, Securable Schema, string NewName) : StatementPlan;

internal static class RenameTableBinder
{
    public static RenameTablePlan Bind(AlterTable alter, RenameTable rename, BindContext context)
    {
        var table = context.Names.Any(SecurableKind.Table, alter.Table);
        context.Names.RequireManage(table, alter.Table.Span);
        SystemObjects.Refuse(table, alter.Table.Span, context);
        var fullName = context.Metastore.FullName(table);
        if (table.Kind != SecurableKind.Table)
        {
            throw ErrorCode.WrongObjectKind.Error($"{fullName} is a view", alter.Table.Span);
        }

        var home = context.Metastore.ById(table.ParentId!.Value)!;
        var catalog = context.Metastore.ById(home.ParentId!.Value)!;
        var target = rename.NewName.Parts switch
        {
            [var name] => new QualifiedName(rename.NewName.Span, [catalog.Name, home.Name, name]),
            [var schema, var name] => new QualifiedName(rename.NewName.Span, [catalog.Name, schema, name]),
            _ => rename.NewName,
        };
        var (parent, _, _) = NewObject.Bind(
            target, SecurableKind.Table, Privilege.CreateTable, orReplace: false, ifNotExists: false, context);
        if (parent.ParentId != home.ParentId)
        {
            throw ErrorCode.InvalidUse.Error(
                $"{fullName} cannot move to another catalog", rename.Span, "CREATE TABLE … DEEP CLONE copies it there");
        }

        if (parent.Id != home.Id)
        {
            // Elsewhere the policies of its schema would not hold, nor those that ask for tags of the schema.
            var moved = EffectivePolicies.Tagged(table with { ParentId = parent.Id }, context.Metastore);
            foreach (var policy in EffectivePolicies.Tagged(table, context.Metastore).Except(moved))
            {
                context.Names.RequireNow(policy.On, Privilege.Manage, alter.Table.Span);
            }
        }

        context.Resolution.Target = new ObjectUse(fullName, "TABLE", null);
        return new RenameTablePlan(table, parent, target.Last);
    }
}
