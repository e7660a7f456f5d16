using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;

namespace LakeSql.Planner.Binding;

/// <summary>Finds securables by name, as far as the asker may know of them.</summary>
/// <remarks>
/// Who may not use a catalog or schema gets the same answer for a hidden object and an absent one: not found, no hint.
/// </remarks>
public sealed class NameResolver(BindContext context)
{
    private readonly Lazy<IReadOnlySet<string>> principals =
        new(() => context.Metastore.EffectivePrincipals(context.User));

    /// <summary>The full name of an object of a schema: missing parts come from the session.</summary>
    public (string Catalog, string Schema, string Name) Qualify(QualifiedName name) => name.Parts.Count switch
    {
        1 => (context.CurrentCatalog, context.CurrentSchema, name.Parts[0]),
        2 => IsCatalog(name) ? (name.Parts[0], "default", name.Parts[1])
            : (context.CurrentCatalog, name.Parts[0], name.Parts[1]),
        3 => (name.Parts[0], name.Parts[1], name.Parts[2]),
        _ => throw ErrorCode.InvalidName.Error($"{name} has more than three parts", name.Span),
    };

    /// <summary>
    /// <c>main.t</c> is in the catalog's default schema where no schema of the current catalog is called main. In a
    /// text that is kept it means what it meant when that was written: a schema made later would else give its tables
    /// to views and policies of others.
    /// </summary>
    /// <exception cref="LakeSqlException">LSQ2020 where both are there.</exception>
    private bool IsCatalog(QualifiedName name)
    {
        var first = name.Parts[0];
        if (context.CatalogsMeant is { } meant)
        {
            return meant.Contains(first);
        }

        if (FindCatalog(first) is not { } catalog)
        {
            return false;
        }

        if (HasSchema(first))
        {
            throw ErrorCode.InvalidName.Error(
                $"{name} may be of the catalog or of the schema {Identifier.Quote(first)}", name.Span,
                $"{QualifiedName.Of(catalog.Name, "default", name.Last)} or "
                + QualifiedName.Of(context.CurrentCatalog, first, name.Last));
        }

        context.CatalogsNamed.Add(first);
        return true;
    }

    /// <summary>True where the current catalog has a schema of that name that the asker may use.</summary>
    public bool HasSchema(string name) =>
        FindCatalog(context.CurrentCatalog) is { } current && FindSchema(current, name) is not null;

    /// <summary>A catalog that the asker may use, or null when absent or hidden.</summary>
    public Securable? FindCatalog(string name) =>
        context.Metastore.Find(SecurableKind.Catalog, context.Metastore.RootId, name) is { } catalog
        && MayEnter(catalog, Privilege.UseCatalog) ? catalog : null;

    /// <summary>A catalog that the asker may use.</summary>
    public Securable Catalog(string name, SourceSpan span) =>
        FindCatalog(name) ?? throw ErrorCode.CatalogNotFound.Error($"catalog {name} not found", span, Hint(
            name, context.Metastore.Children(context.Metastore.RootId, SecurableKind.Catalog)));

    /// <summary>A schema (<c>schema</c> or <c>catalog.schema</c>) that the asker may use.</summary>
    public Securable Schema(QualifiedName name)
    {
        var (catalogName, schemaName) = name.Parts.Count switch
        {
            1 => (context.CurrentCatalog, name.Parts[0]),
            2 => (name.Parts[0], name.Parts[1]),
            _ => throw ErrorCode.InvalidName.Error($"{name} is not the name of a schema", name.Span),
        };
        var catalog = FindCatalog(catalogName);
        if (catalog is null)
        {
            throw name.Parts.Count == 2
                ? ErrorCode.CatalogNotFound.Error($"catalog {catalogName} not found", name.Span)
                : ErrorCode.SchemaNotFound.Error($"schema {name} not found", name.Span);
        }

        return FindSchema(catalog, schemaName) ?? throw ErrorCode.SchemaNotFound.Error(
            $"schema {catalog.Name}.{schemaName} not found", name.Span,
            Hint(schemaName, context.Metastore.Children(catalog.Id, SecurableKind.Schema)));
    }

    /// <summary>The schema in which a new object of this name would stand.</summary>
    public Securable SchemaFor(QualifiedName name)
    {
        var (catalog, schema, _) = Qualify(name);
        return Schema(new QualifiedName(name.Span, [catalog, schema]));
    }

    /// <summary>A table, view, volume or model, or null when absent or hidden.</summary>
    public Securable? Find(SecurableKind kind, QualifiedName name)
    {
        var (catalogName, schemaName, objectName) = Qualify(name);
        return FindCatalog(catalogName) is { } catalog && FindSchema(catalog, schemaName) is { } schema
            ? FindIn(schema, kind, objectName, name.Span)
            : null;
    }

    /// <summary>A table, view, volume or model.</summary>
    /// <exception cref="LakeSqlException">Not found, or hidden.</exception>
    public Securable Object(SecurableKind kind, QualifiedName name)
    {
        if (PathBinder.IsPath(name))
        {
            throw ErrorCode.InvalidUse.Error(
                "a path can stand in FROM alone", name.Span, "CREATE TABLE … LOCATION gives a Delta table a name");
        }

        var (catalogName, schemaName, objectName) = Qualify(name);
        var code = NotFoundCode(kind);
        var word = kind.ToString().ToLowerInvariant();
        var message = $"{word} {QualifiedName.Of(catalogName, schemaName, objectName)} not found";
        if (FindCatalog(catalogName) is not { } catalog || FindSchema(catalog, schemaName) is not { } schema)
        {
            throw code.Error(message, name.Span);
        }

        return FindIn(schema, kind, objectName, name.Span) ?? throw code.Error(
            message, name.Span, Hint(objectName, Siblings(schema, kind)));
    }

    /// <summary>Any securable that a statement names with its kind.</summary>
    public Securable Any(SecurableKind kind, QualifiedName name) => kind switch
    {
        SecurableKind.Metastore => context.Metastore.ById(context.Metastore.RootId)!,
        SecurableKind.Catalog => Catalog(name.Last, name.Span),
        SecurableKind.Schema => Schema(name),
        SecurableKind.ExternalLocation => Location(name),
        _ => Object(kind, name),
    };

    /// <summary>An external location that the asker has any right on.</summary>
    private Securable Location(QualifiedName name) =>
        name.Parts.Count == 1
        && context.Metastore.Find(SecurableKind.ExternalLocation, context.Metastore.RootId, name.Last) is { } found
        && IsVisible(found)
            ? found
            : throw ErrorCode.LocationNotFound.Error($"external location {name} not found", name.Span, Hint(
                name.Last, context.Metastore.Children(context.Metastore.RootId, SecurableKind.ExternalLocation)));

    /// <summary>Records that the asker needs a privilege.</summary>
    public void Require(Securable target, Privilege privilege, SourceSpan span) =>
        context.Resolution.Required.Add(new RequiredAccess(
            target, context.Metastore.FullName(target), privilege, context.User, context.View?.Span ?? span,
            context.View?.FullName));

    /// <summary>Requires a privilege for a path and checks it at once, before anybody looks what is there.</summary>
    /// <param name="target">The location that covers it; the metastore where none does.</param>
    /// <param name="path">The path.</param>
    /// <param name="privilege">The privilege.</param>
    /// <param name="span">Where the statement names the path.</param>
    public void RequirePath(Securable target, string path, Privilege privilege, SourceSpan span)
    {
        context.Resolution.Required.Add(new RequiredAccess(
            target, path, privilege, context.User, context.View?.Span ?? span, context.View?.FullName, IsPath: true));
        Authorizer.Check(context.Resolution, context.Metastore);
    }

    /// <summary>
    /// Requires a privilege and checks it at once, for bindings that must look inside before they go on.
    /// </summary>
    public void RequireNow(Securable target, Privilege privilege, SourceSpan span)
    {
        Require(target, privilege, span);
        Authorizer.Check(context.Resolution, context.Metastore);
    }

    /// <summary>Requires that the asker owns or manages the object.</summary>
    public void RequireManage(Securable target, SourceSpan span) => Require(target, Privilege.Manage, span);

    /// <summary>True when the asker has any right on the object: it may then be listed and suggested.</summary>
    public bool IsVisible(Securable securable) => context.Metastore.IsVisible(principals.Value, securable);

    /// <summary>True when the asker may also enter the schema and catalog that the object is in.</summary>
    public bool MayName(Securable item) => context.Metastore.MayName(principals.Value, item);

    private Securable? FindSchema(Securable catalog, string name) =>
        context.Metastore.Find(SecurableKind.Schema, catalog.Id, name) is { } schema
        && MayEnter(schema, Privilege.UseSchema) ? schema : null;

    private Securable? FindIn(Securable schema, SecurableKind kind, string name, SourceSpan span)
    {
        var found = context.Metastore.Find(kind, schema.Id, name) ?? (kind is SecurableKind.Table
            ? context.Metastore.Find(SecurableKind.View, schema.Id, name) : null);
        if (found is not null)
        {
            context.Text?.Found(found, span);
        }

        return found;
    }

    private bool MayEnter(Securable container, Privilege privilege)
    {
        if (context.Metastore.Check(principals.Value, container, privilege).Allowed)
        {
            return true;
        }

        context.Resolution.Hidden.Add(new RequiredAccess(
            container, context.Metastore.FullName(container), privilege, context.User, SourceSpan.None));
        return false;
    }

    private IEnumerable<Securable> Siblings(Securable schema, SecurableKind kind) =>
        context.Metastore.Children(schema.Id, null).Where(s =>
            s.Kind == kind || (kind == SecurableKind.Table && s.Kind == SecurableKind.View));

    private string? Hint(string name, IEnumerable<Securable> candidates) =>
        Identifier.Nearest(name, candidates.Where(IsVisible).Select(c => c.Name)) is { } near
            ? $"did you mean {Identifier.Quote(near)}?"
            : null;

    private static ErrorCode NotFoundCode(SecurableKind kind) => kind switch
    {
        SecurableKind.Volume => ErrorCode.VolumeNotFound,
        SecurableKind.Model => ErrorCode.ModelNotFound,
        SecurableKind.Function => ErrorCode.FunctionNotFound,
        _ => ErrorCode.TableNotFound,
    };
}
