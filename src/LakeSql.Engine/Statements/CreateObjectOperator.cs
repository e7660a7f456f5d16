using System.Text.Json;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Volumes;

namespace LakeSql.Engine.Statements;

/// <summary>Makes and changes objects that live in the metastore alone.</summary>
internal static class CreateObjectOperator
{
    private static readonly Dictionary<string, string> NoProperties = [];

    public static OperatorResult Run(CreateContainerPlan plan, StatementContext statement)
    {
        if (!plan.Exists)
        {
            var made = statement.Metastore.Create(
                plan.Kind, plan.Parent, plan.Name, statement.Session.User, plan.Comment, NoProperties);
            if (plan.Kind == SecurableKind.Catalog)
            {
                statement.Metastore.Create(
                    SecurableKind.Schema, made.Id, "default", statement.Session.User, null, NoProperties);
            }
        }

        return OperatorResult.None;
    }

    public static OperatorResult Run(CreateExternalLocationPlan plan, StatementContext statement)
    {
        if (!plan.Exists)
        {
            statement.Metastore.Create(
                SecurableKind.ExternalLocation, null, plan.Create.Name, statement.Session.User, plan.Create.Comment,
                new Dictionary<string, string> { ["url"] = plan.Place.Text, ["path"] = plan.Place.Real },
                check: () => plan.Place.RefuseOtherLocations(statement.Metastore, plan.Create.Span));
        }

        return OperatorResult.None;
    }

    public static OperatorResult Run(CreateVolumePlan plan, StatementContext statement)
    {
        if (plan.Existing is not null)
        {
            return OperatorResult.None;
        }

        var id = Guid.NewGuid();
        var location = plan.Place?.Real ?? Path.Combine("volumes", id.ToString("N"));
        Directory.CreateDirectory(Path.Combine(statement.Lake.Path, location));
        if (plan.Place is { } place && RealPath.Of(place.Real) != place.Real)
        {
            throw ErrorCode.InvalidPath.Error($"a link stands in the way to {place.Text}", plan.Create.Span);
        }

        statement.Metastore.Create(
            SecurableKind.Volume, plan.Schema.Id, plan.Create.Name.Last, statement.Session.User, plan.Create.Comment,
            new Dictionary<string, string>
            {
                ["location"] = location, ["volume_type"] = plan.Place is null ? "MANAGED" : "EXTERNAL",
            },
            id, () => plan.Place?.RefuseOtherObjects(statement.Metastore, plan.Create.Span));
        return OperatorResult.None;
    }

    public static OperatorResult Run(CreateViewPlan plan, StatementContext statement)
    {
        if (plan.Existing is not null && !plan.Create.OrReplace)
        {
            statement.Resolution.NothingFlows();
            return OperatorResult.None;
        }

        // Described by the engine: a view whose query cannot run is refused now and not when it is read.
        var types = TypesOf(plan.Source, statement);
        var properties = new Dictionary<string, string>(plan.Lookup)
        {
            ["view_text"] = plan.Create.Query.ToSql(),
            ["columns"] = SqlNames.Join(plan.Columns),
            [ViewColumns.QueryColumns] = SqlNames.Join(plan.Source.Columns.Select(c => c.Name)),
            [ViewColumns.Types] = types,
        };
        if (plan.Existing is { } existing)
        {
            statement.Metastore.Change(existing.Id, s => s with
            {
                Properties = Tags.Kept(s, properties), Comment = plan.Create.Comment,
            });
        }
        else
        {
            statement.Metastore.Create(
                SecurableKind.View, plan.Schema.Id, plan.Create.Name.Last, statement.Session.User,
                plan.Create.Comment, properties);
        }

        return OperatorResult.None;
    }

    public static OperatorResult Run(CreateFunctionPlan plan, StatementContext statement)
    {
        statement.Resolution.Reads.Clear();
        if (plan.Existing is not null && !plan.Create.OrReplace)
        {
            statement.Resolution.NothingFlows();
            return OperatorResult.None;
        }

        // Described by the engine: a body of types that do not fit is refused now and not when it is called.
        var types = TypesOf(plan.Call, statement);
        var properties = plan.Create.IsTable ? Securable.With(plan.Properties, ViewColumns.Types, types)
            : plan.Properties;
        if (plan.Existing is { } existing)
        {
            statement.Metastore.Change(existing.Id, s => s with
            {
                Properties = Tags.Kept(s, properties), Comment = plan.Create.Comment,
            });
        }
        else
        {
            statement.Metastore.Create(
                SecurableKind.Function, plan.Schema.Id, plan.Create.Name.Last, statement.Session.User,
                plan.Create.Comment, properties);
        }

        return OperatorResult.None;
    }

    private static string TypesOf(BoundQuery query, StatementContext statement) =>
        JsonSerializer.Serialize(statement.Describe(query, storable: false).Select(c => c.Type.Name));

    public static OperatorResult Run(AlterObjectPlan plan, StatementContext statement)
    {
        statement.Metastore.Change(plan.Target.Id, plan.Change);
        return OperatorResult.None;
    }
}
