using LakeSql.Catalog;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A volume to be made.</summary>
public sealed record CreateVolumePlan(Securable Schema, CreateVolume Create, Securable? Existing)
    : StatementPlan("CREATE VOLUME");

internal static class CreateVolumeBinder
{
    public static CreateVolumePlan Bind(CreateVolume create, BindContext context)
    {
        var (schema, fullName, existing) = NewObject.Bind(
            create.Name, SecurableKind.Volume, Privilege.CreateVolume, false, create.IfNotExists, context);
        context.Resolution.Target = new ObjectUse(fullName, "VOLUME", null);
        return new CreateVolumePlan(schema, create, existing);
    }
}
