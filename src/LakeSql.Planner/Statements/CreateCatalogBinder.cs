using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A catalog or schema to be made.</summary>
public sealed record CreateContainerPlan(
    SecurableKind Kind, Guid Parent, string Name, bool Exists, string? Comment) : StatementPlan;

internal static class CreateCatalogBinder
{
    public static CreateContainerPlan Bind(CreateCatalog create, BindContext context)
    {
        var root = context.Metastore.ById(context.Metastore.RootId)!;
        context.Names.RequireNow(root, Privilege.CreateCatalog, create.Span);
        if (Identifier.Same(create.Name, "system"))
        {
            throw ErrorCode.SystemObject.Error("the catalog system belongs to LakeSql", create.Span);
        }

        var exists = context.Metastore.Find(SecurableKind.Catalog, root.Id, create.Name) is not null;
        if (exists && !create.IfNotExists)
        {
            throw ErrorCode.AlreadyExists.Error($"catalog {Identifier.Quote(create.Name)} exists already", create.Span);
        }

        return new CreateContainerPlan(
            SecurableKind.Catalog, root.Id, create.Name, exists, create.Comment);
    }
}

internal static class CreateSchemaBinder
{
    public static CreateContainerPlan Bind(CreateSchema create, BindContext context)
    {
        var catalogName = create.Name.Parts.Count > 1 ? create.Name.Parts[0] : context.CurrentCatalog;
        var catalog = context.Names.Catalog(catalogName, create.Name.Span);
        context.Names.RequireNow(catalog, Privilege.CreateSchema, create.Name.Span);
        SystemObjects.Refuse(catalog, create.Name.Span, context);
        if (Identifier.Same(create.Name.Last, "information_schema"))
        {
            throw ErrorCode.SystemObject.Error("every catalog has its information_schema already", create.Name.Span);
        }

        var exists = context.Metastore.Find(SecurableKind.Schema, catalog.Id, create.Name.Last) is not null;
        if (exists && !create.IfNotExists)
        {
            throw ErrorCode.AlreadyExists.Error(
                $"schema {QualifiedName.Of(catalog.Name, create.Name.Last)} exists already", create.Name.Span);
        }

        return new CreateContainerPlan(
            SecurableKind.Schema, catalog.Id, create.Name.Last, exists, create.Comment);
    }
}
