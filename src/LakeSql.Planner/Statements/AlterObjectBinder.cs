using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A securable to be changed in the catalog alone.</summary>
/// <param name="Target">The securable.</param>
/// <param name="Change">What becomes of it, as it is then: others may have changed it meanwhile.</param>
public sealed record AlterObjectPlan(Securable Target, Func<Securable, Securable> Change)
    : StatementPlan;

internal static class AlterObjectBinder
{
    public static AlterObjectPlan Bind(CommentOn comment, BindContext context)
    {
        var target = Managed(comment.Kind, comment.Name, context);
        return new AlterObjectPlan(target, s => s with { Comment = comment.Comment });
    }

    public static AlterObjectPlan Bind(AlterOwner alter, BindContext context)
    {
        var target = Managed(alter.Kind, alter.Name, context);
        var owner = context.Metastore.FindPrincipal(alter.Owner)
            ?? throw ErrorCode.PrincipalNotFound.Error($"user or group {alter.Owner} not found", alter.Span);
        if (target.Kind is SecurableKind.View or SecurableKind.Function)
        {
            var word = target.Kind.SqlName().ToLowerInvariant();
            RequireOwn(target.Owner, $"gives away a {word}", alter.Span, context);

            // To a group neither: whoever leaves it would keep its rights.
            if (!Identifier.Same(owner.Name, context.User) && !IsAdmin(context))
            {
                throw NotOwn($"gives a {word}", owner.Name, alter.Span, context);
            }
        }

        return new AlterObjectPlan(target, s => s with { Owner = owner.Name });
    }

    /// <summary>
    /// Views and functions read with their owner's rights: nobody but the metastore admin may let them do so with those
    /// of somebody else.
    /// </summary>
    /// <param name="owner">Whose rights they are.</param>
    /// <param name="does">What the user does, in words.</param>
    /// <param name="span">Where the statement says so.</param>
    /// <param name="context">Who asks.</param>
    /// <exception cref="LakeSqlException">LSQ3001 when the owner is neither the user nor a group of theirs.</exception>
    internal static void RequireOwn(string owner, string does, SourceSpan span, BindContext context)
    {
        if (!context.Metastore.EffectivePrincipals(context.User).Contains(owner) && !IsAdmin(context))
        {
            throw NotOwn(does, owner, span, context);
        }
    }

    private static bool IsAdmin(BindContext context) => context.Metastore.Check(
        context.Metastore.EffectivePrincipals(context.User), context.Metastore.ById(context.Metastore.RootId)!,
        Privilege.Manage).Allowed;

    private static LakeSqlException NotOwn(string does, string owner, SourceSpan span, BindContext context) =>
        ErrorCode.PermissionDenied.Error(
            $"{context.User} {does} that has the rights of {owner}, which only the metastore admin may", span);

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
