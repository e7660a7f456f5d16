using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>The session's new current catalog and schema.</summary>
public sealed record UsePlan(string Catalog, string Schema) : StatementPlan;

internal static class UseBinder
{
    public static UsePlan Bind(Use use, BindContext context)
    {
        if (use.Kind == ObjectKind.Catalog)
        {
            var catalog = context.Names.Catalog(use.Name.Last, use.Name.Span);
            return new UsePlan(catalog.Name, "default");
        }

        if (use.Kind is null && use.Name.Parts.Count == 1
            && context.Names.FindCatalog(use.Name.Last) is { } named && !context.Names.HasSchema(use.Name.Last))
        {
            // USE main: a lone name that is no schema of the current catalog may be a catalog.
            return new UsePlan(named.Name, "default");
        }

        var schema = context.Names.Schema(use.Name);
        var parent = context.Metastore.ById(schema.ParentId!.Value)!;
        return new UsePlan(parent.Name, schema.Name);
    }
}
