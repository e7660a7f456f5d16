using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A volume to be made.</summary>
/// <param name="Schema">Where.</param>
/// <param name="Create">The statement.</param>
/// <param name="Existing">The volume that has the name; null when there is none.</param>
/// <param name="Place">Where its files lie outside of the lake; null for a managed volume.</param>
public sealed record CreateVolumePlan(Securable Schema, CreateVolume Create, Securable? Existing, OutsidePath? Place)
    : StatementPlan;

internal static class CreateVolumeBinder
{
    public static CreateVolumePlan Bind(CreateVolume create, BindContext context)
    {
        var (schema, fullName, existing) = NewObject.Bind(
            create.Name, SecurableKind.Volume, Privilege.CreateVolume, false, create.IfNotExists, context);
        var place = Place(create, isThere: existing is not null, context);
        context.Resolution.Target = new ObjectUse(fullName, "VOLUME", null);
        return new CreateVolumePlan(schema, create, existing, place);
    }

    /// <summary>The directory that LOCATION names; nothing for a managed volume.</summary>
    private static OutsidePath? Place(CreateVolume create, bool isThere, BindContext context)
    {
        if (!create.IsExternal || create.Location is null)
        {
            return !create.IsExternal && create.Location is null ? null
                : throw ErrorCode.InvalidUse.Error(
                    create.IsExternal ? "an external volume needs LOCATION"
                        : "a volume with LOCATION is an external volume",
                    create.Span, (create with { IsExternal = true, Location = create.Location ?? "/dir" }).ToSql());
        }

        var path = OutsidePath.Parse(create.Location, create.Span);
        var place = OutsidePath.Bind(path, path, Privilege.CreateExternalVolume, create.Span, context);
        if (isThere)
        {
            return place;
        }

        if (File.Exists(place.Real))
        {
            throw ErrorCode.InvalidPath.Error($"{place.Text} is a file", create.Span, "name a directory");
        }

        place.RefuseOtherObjects(context.Metastore, create.Span);
        return place;
    }
}
