using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Functions;

/// <summary>Functions whose value the session knows: the engine below must not answer them.</summary>
internal static class SessionFunctions
{
    /// <summary>True for a name that tells who runs the statement.</summary>
    public static bool AskWho(string name) => name.ToLowerInvariant() is "current_user" or "session_user" or "user";

    public static string? Evaluate(string name, BindContext context) => name.ToLowerInvariant() switch
    {
        _ when AskWho(name) => Asked(context),
        "current_catalog" or "current_database" => context.CurrentCatalog,
        "current_schema" => context.CurrentSchema,
        "version" => "LakeSql",
        _ => null,
    };

    /// <summary>
    /// Whether who runs the statement is in a group, at whatever depth; null for a call of something else.
    /// </summary>
    public static bool? IsMember(FunctionCall call, BindContext context)
    {
        if (!Identifier.Same(call.Name.Last, "is_account_group_member")
            && !Identifier.Same(call.Name.Last, "is_member"))
        {
            return null;
        }

        return call.Arguments is [{ Value: Literal { Kind: LiteralKind.String } group }]
            ? context.Metastore.FindPrincipal(group.Text) is { Kind: PrincipalKind.Group }
                && context.Metastore.EffectivePrincipals(Asked(context)).Contains(group.Text)
            : throw ErrorCode.InvalidUse.Error(
                $"{call.Name.Last} takes the name of a group", call.Span, $"{call.Name.Last}('admins')");
    }

    private static string Asked(BindContext context)
    {
        context.Resolution.ReaderAsked++;
        return context.MayAskWho ? context.SessionUser : throw ErrorCode.InvalidUse.Error(
            "a policy reads what another owner makes depend on who runs the statement");
    }
}
