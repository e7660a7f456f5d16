using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Policies;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>An object to be dropped; null when it is absent and IF EXISTS was said.</summary>
public sealed record DropObjectPlan(DropObject Drop, Securable? Target)
    : StatementPlan;

internal static class DropObjectBinder
{
    public static DropObjectPlan Bind(DropObject drop, BindContext context)
    {
        var kind = Kinds.Of(drop.Kind);
        Securable target;
        try
        {
            target = context.Names.Any(kind, drop.Name);
        }
        catch (LakeSqlException e) when (drop.IfExists && IsNotFound(e.Code))
        {
            return new DropObjectPlan(drop, null);
        }

        context.Names.RequireNow(target, Privilege.Manage, drop.Name.Span);
        SystemObjects.Refuse(target, drop.Name.Span, context);
        var fullName = context.Metastore.FullName(target);
        if (target.Kind != kind)
        {
            throw ErrorCode.WrongObjectKind.Error(
                $"{fullName} is a {target.Kind.SqlName().ToLowerInvariant()}", drop.Name.Span,
                $"DROP {target.Kind.SqlName()} {fullName}");
        }

        if (kind is SecurableKind.Catalog or SecurableKind.Schema && !drop.Cascade && HasContent(target, context))
        {
            throw ErrorCode.NotEmpty.Error($"{fullName} is not empty", drop.Name.Span, "add CASCADE to drop all in it");
        }

        RequirePolicies(target, drop, context);
        context.Resolution.Target = new ObjectUse(fullName, kind.SqlName(), null);
        return new DropObjectPlan(drop, target);
    }

    /// <summary>The files of a table outside of the lake stay, where no policy would hold for them any more.</summary>
    private static void RequirePolicies(Securable target, DropObject drop, BindContext context)
    {
        if (target.Kind == SecurableKind.Table && target.OutsidePath is not null)
        {
            PolicyBinder.RequireAbove(target, drop.Name.Span, context);
        }

        foreach (var inside in target.Kind is SecurableKind.Schema or SecurableKind.Catalog
            ? context.Metastore.Children(target.Id, null) : [])
        {
            RequirePolicies(inside, drop, context);
        }
    }

    /// <summary>The schema <c>default</c> alone does not make a catalog count as filled.</summary>
    private static bool HasContent(Securable container, BindContext context)
    {
        var children = context.Metastore.Children(container.Id, null);
        return container.Kind == SecurableKind.Catalog
            ? children.Any(s => s.Name != "default" || context.Metastore.Children(s.Id, null).Count > 0)
            : children.Count > 0;
    }

    private static bool IsNotFound(ErrorCode code) =>
        code == ErrorCode.TableNotFound || code == ErrorCode.SchemaNotFound || code == ErrorCode.CatalogNotFound
        || code == ErrorCode.VolumeNotFound || code == ErrorCode.ModelNotFound
        || code == ErrorCode.LocationNotFound || code == ErrorCode.FunctionNotFound;
}
