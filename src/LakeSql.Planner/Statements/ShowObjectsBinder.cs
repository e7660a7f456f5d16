using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>Objects to be listed: those of the container that the user may see.</summary>
/// <param name="Show">The statement.</param>
/// <param name="Objects">The securables; empty for users and groups.</param>
public sealed record ShowObjectsPlan(ShowObjects Show, IReadOnlyList<Securable> Objects)
    : StatementPlan;

internal static class ShowObjectsBinder
{
    public static ShowObjectsPlan Bind(ShowObjects show, BindContext context)
    {
        if (show.Kind is ObjectKind.User or ObjectKind.Group)
        {
            context.Names.RequireManage(context.Metastore.ById(context.Metastore.RootId)!, show.Span);
            return show.Member is null || context.Metastore.FindPrincipal(show.Member) is not null
                ? new ShowObjectsPlan(show, [])
                : throw ErrorCode.PrincipalNotFound.Error(
                    $"user or group {Identifier.Quote(show.Member)} not found", show.Span);
        }

        var kind = Kinds.Of(show.Kind);
        var objects = kind switch
        {
            SecurableKind.Catalog or SecurableKind.ExternalLocation =>
                context.Metastore.Children(context.Metastore.RootId, kind),
            SecurableKind.Schema => context.Metastore.Children(
                context.Names.Catalog(show.In?.Last ?? context.CurrentCatalog, show.In?.Span ?? show.Span).Id, kind),
            _ => InSchema(show, kind, context),
        };
        return new ShowObjectsPlan(show, [.. objects.Where(context.Names.IsVisible)]);
    }

    private static IReadOnlyList<Securable> InSchema(ShowObjects show, SecurableKind kind, BindContext context)
    {
        var name = show.In ?? new(show.Span, [context.CurrentCatalog, context.CurrentSchema]);
        var schema = context.Names.Schema(name);
        var objects = context.Metastore.Children(schema.Id, null);
        return [.. objects.Where(o =>
            o.Kind == kind || (kind == SecurableKind.Table && o.Kind == SecurableKind.View))];
    }
}
