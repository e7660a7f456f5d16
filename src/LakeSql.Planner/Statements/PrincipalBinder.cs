using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Policies;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>A user or group to be made; <paramref name="Exists"/> when IF NOT EXISTS found one.</summary>
public sealed record CreatePrincipalPlan(string Name, bool IsGroup, string? Password, bool Exists)
    : StatementPlan;

/// <summary>A user's new password, or whether the user may work from now on.</summary>
public sealed record AlterUserPlan(string Name, string? Password, bool? IsEnabled) : StatementPlan;

/// <summary>Members to be added to or taken from a group.</summary>
public sealed record AlterGroupPlan(string Name, bool IsAdd, IReadOnlyList<string> Members)
    : StatementPlan;

/// <summary>A user or group to be dropped; no name when absent and IF EXISTS was said.</summary>
public sealed record DropPrincipalPlan(string? Name, bool IsGroup) : StatementPlan;

internal static class PrincipalBinder
{
    public static CreatePrincipalPlan Bind(CreateUser create, BindContext context) =>
        Create(create.Name, false, create.Password, create.IfNotExists, create, context);

    public static CreatePrincipalPlan Bind(CreateGroup create, BindContext context) =>
        Create(create.Name, true, null, create.IfNotExists, create, context);

    public static AlterUserPlan Bind(AlterUser alter, BindContext context)
    {
        if (alter.Enables is not null || !Identifier.Same(alter.Name, context.User))
        {
            RequireAdmin(alter, context);
        }

        var name = Existing(alter.Name, false, alter, context).Name;
        return alter.Enables == false && Identifier.Same(name, context.Metastore.AdminName)
            ? throw ErrorCode.SystemObject.Error("the metastore admin cannot be disabled", alter.Span)
            : new AlterUserPlan(name, alter.Password, alter.Enables);
    }

    public static AlterGroupPlan Bind(AlterGroup alter, BindContext context)
    {
        RequireAdmin(alter, context);
        var group = Existing(alter.Name, true, alter, context);
        var members = alter.Members
            .Select(m => Existing(m, alter.MemberKind == ObjectKind.Group, alter, context).Name).ToArray();
        return new AlterGroupPlan(group.Name, alter.IsAdd, members);
    }

    public static DropPrincipalPlan Bind(DropPrincipal drop, BindContext context)
    {
        RequireAdmin(drop, context);
        var isGroup = drop.Kind == ObjectKind.Group;
        var found = drop.IfExists && context.Metastore.FindPrincipal(drop.Name) is null
            ? null : Existing(drop.Name, isGroup, drop, context);
        if (found is not null && Identifier.Same(found.Name, context.Metastore.AdminName))
        {
            throw ErrorCode.SystemObject.Error("the metastore admin cannot be dropped", drop.Span);
        }

        if (found is not null)
        {
            RefuseNamed(found.Name, drop, context);
        }

        return new DropPrincipalPlan(found?.Name, isGroup);
    }

    private static CreatePrincipalPlan Create(
        string name, bool isGroup, string? password, bool ifNotExists, Statement statement, BindContext context)
    {
        RequireAdmin(statement, context);
        var existing = context.Metastore.FindPrincipal(name);
        if (existing is not null && (!ifNotExists || (existing.Kind == PrincipalKind.Group) != isGroup))
        {
            throw ErrorCode.AlreadyExists.Error(
                $"{(existing.Kind == PrincipalKind.Group ? "group" : "user")} {Identifier.Quote(name)} exists already",
                statement.Span);
        }

        return new CreatePrincipalPlan(name, isGroup, password, existing is not null);
    }

    /// <summary>
    /// A policy for nobody would be none, and a new user of the name its exception; one that nobody has set would be
    /// given what its owner sees, and that may be more.
    /// </summary>
    private static void RefuseNamed(string principal, DropPrincipal drop, BindContext context)
    {
        if (PolicySetter.PolicyOf(principal, context.Metastore) is { } set)
        {
            throw ErrorCode.NotEmpty.Error(
                $"{Identifier.Quote(principal)} has set {set}", drop.Span,
                "set it again as another user, or drop it; ALTER USER … DISABLE ends sessions, too");
        }

        var named = context.Metastore.WithProperty(TagPolicy.Property).SelectMany(TagPolicy.Of).FirstOrDefault(p =>
            p.Definition.To.Concat(p.Definition.Except).Contains(principal, Identifier.Comparer));
        if (named is not null)
        {
            throw ErrorCode.NotEmpty.Error(
                $"{Identifier.Quote(principal)} is named by {named.Describe(context.Metastore)}", drop.Span,
                "CREATE OR REPLACE POLICY without it first");
        }
    }

    internal static void RequireAdmin(Statement statement, BindContext context) =>
        context.Names.RequireNow(
            context.Metastore.ById(context.Metastore.RootId)!, Privilege.Manage, statement.Span);

    internal static Principal Existing(string name, bool isGroup, Statement statement, BindContext context)
    {
        var found = context.Metastore.FindPrincipal(name);
        return found is not null && (found.Kind == PrincipalKind.Group) == isGroup
            ? found
            : throw ErrorCode.PrincipalNotFound.Error(
                $"{(isGroup ? "group" : "user")} {Identifier.Quote(name)} not found", statement.Span);
    }
}
