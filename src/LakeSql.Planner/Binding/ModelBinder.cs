using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Finds models and pins their versions.</summary>
internal static class ModelBinder
{
    public static BoundPredict Bind(Predict predict, BindContext context, Sequence<Expression> arguments)
    {
        var model = Pin(predict.Model, context, Privilege.Execute);
        if (!context.Resolution.Models.Contains(model))
        {
            context.Resolution.Models.Add(model);
        }

        if (context.View is null)
        {
            context.Resolution.ModelsNamed.Add(model);
        }

        return new BoundPredict(predict.Span, model, arguments);
    }

    /// <summary>The version that the reference means: the one written, else the newest.</summary>
    public static PinnedModel Pin(ModelReference reference, BindContext context, Privilege privilege)
    {
        var securable = context.Names.Object(SecurableKind.Model, reference.Name);
        context.Names.RequireNow(securable, privilege, reference.Name.Span);
        var fullName = context.Metastore.FullName(securable);
        if (reference.Alias is not null)
        {
            throw ErrorCode.VersionNotFound.Error(
                $"model {fullName} has no alias {reference.Alias}", reference.Span, $"SHOW MODELS");
        }

        var stored = context.Metastore.FindModelVersion(securable.Id, reference.Version)
            ?? throw ErrorCode.VersionNotFound.Error(
                reference.Version is { } v
                    ? $"version {v} of model {fullName} does not exist"
                    : $"model {fullName} has no version yet",
                reference.Span,
                $"DESCRIBE MODEL {fullName}");
        if (!context.Resolution.Reads.Any(r => r.FullName == fullName && r.Version == stored.Version))
        {
            context.Resolution.Reads.Add(new ObjectUse(fullName, "MODEL", stored.Version));
        }

        return new PinnedModel(fullName, securable.Id, stored.Version, stored);
    }
}
