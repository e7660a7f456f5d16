using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>An external location to be made.</summary>
/// <param name="Create">The statement.</param>
/// <param name="Place">Its directory.</param>
/// <param name="Exists">True when there is one of the name.</param>
public sealed record CreateExternalLocationPlan(CreateExternalLocation Create, OutsidePath Place, bool Exists)
    : StatementPlan;

internal static class CreateExternalLocationBinder
{
    public static CreateExternalLocationPlan Bind(CreateExternalLocation create, BindContext context)
    {
        var root = context.Metastore.ById(context.Metastore.RootId)!;
        context.Names.RequireNow(root, Privilege.CreateExternalLocation, create.Span);
        var text = OutsidePath.Parse(create.Url, create.Span);
        var place = new OutsidePath(text, OutsidePath.Follow(text, text, create.Span));
        var exists = context.Metastore.Find(SecurableKind.ExternalLocation, root.Id, create.Name) is not null;
        if (exists && !create.IfNotExists)
        {
            throw ErrorCode.AlreadyExists.Error(
                $"external location {Identifier.Quote(create.Name)} exists already", create.Span);
        }

        if (!exists)
        {
            OutsidePath.RefuseLake(place.Real, text, create.Span, context);
            place.RefuseOtherLocations(context.Metastore, create.Span);
            if (File.Exists(place.Real))
            {
                throw ErrorCode.InvalidPath.Error($"{text} is a file", create.Span, "name its directory");
            }
        }

        context.Resolution.Target = new ObjectUse(Identifier.Quote(create.Name), "EXTERNAL LOCATION", null);
        return new CreateExternalLocationPlan(create, place, exists);
    }
}
