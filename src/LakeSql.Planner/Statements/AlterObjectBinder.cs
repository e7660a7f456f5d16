using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A securable with another comment or owner.</summary>
public sealed record AlterObjectPlan(string Tag, Securable Changed) : StatementPlan(Tag);

internal static class AlterObjectBinder
{
    public static AlterObjectPlan Bind(CommentOn comment, BindContext context)
    {
        var target = Managed(comment.Kind, comment.Name, context);
        return new AlterObjectPlan("COMMENT", target with { Comment = comment.Comment });
    }

    public static AlterObjectPlan Bind(AlterOwner alter, BindContext context)
    {
        var target = Managed(alter.Kind, alter.Name, context);
        var owner = context.Metastore.FindPrincipal(alter.Owner)
            ?? throw ErrorCode.PrincipalNotFound.Error($"user or group {alter.Owner} not found", alter.Span);
        return new AlterObjectPlan("ALTER OWNER", target with { Owner = owner.Name });
    }

    private static Securable Managed(ObjectKind kind, Common.Names.QualifiedName name, BindContext context)
    {
        var target = context.Names.Any(Kinds.Of(kind), name);
        context.Names.RequireManage(target, name.Span);
        SystemObjects.Refuse(target, name.Span, context);
        context.Resolution.Target =
            new ObjectUse(context.Metastore.FullName(target), target.Kind.SqlName(), null);
        return target;
    }
}
