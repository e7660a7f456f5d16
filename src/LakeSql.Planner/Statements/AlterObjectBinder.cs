using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A securable to be changed in the catalog alone.</summary>
/// <param name="Tag">The statement's kind.</param>
/// <param name="Target">The securable.</param>
/// <param name="Change">What becomes of it, as it is then: others may have changed it meanwhile.</param>
public sealed record AlterObjectPlan(string Tag, Securable Target, Func<Securable, Securable> Change)
    : StatementPlan(Tag);

internal static class AlterObjectBinder
{
    public static AlterObjectPlan Bind(CommentOn comment, BindContext context)
    {
        var target = Managed(comment.Kind, comment.Name, context);
        return new AlterObjectPlan("COMMENT", target, s => s with { Comment = comment.Comment });
    }

    public static AlterObjectPlan Bind(AlterOwner alter, BindContext context)
    {
        var target = Managed(alter.Kind, alter.Name, context);
        var owner = context.Metastore.FindPrincipal(alter.Owner)
            ?? throw ErrorCode.PrincipalNotFound.Error($"user or group {alter.Owner} not found", alter.Span);
        return new AlterObjectPlan("ALTER OWNER", target, s => s with { Owner = owner.Name });
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
