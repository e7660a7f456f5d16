using LakeSql.Catalog;
using LakeSql.Common.Errors;

namespace LakeSql.Engine.Execution;

/// <summary>Rows of <c>information_schema</c>: of one catalog, and only what the reader may see.</summary>
internal static class InformationSchema
{
    public static IEnumerable<object?[]> Rows(string catalogName, string view, StatementContext statement)
    {
        var metastore = statement.Metastore;
        var principals = statement.Principals;
        var catalog = metastore.Find(SecurableKind.Catalog, metastore.RootId, catalogName)!;
        bool Visible(Securable s) => metastore.IsVisible(principals, s);
        if (view == "external_locations")
        {
            // They belong to no catalog, and so to each.
            var locations = metastore.Children(metastore.RootId, SecurableKind.ExternalLocation);
            foreach (var location in locations.Where(Visible))
            {
                yield return [location.Name, location.Owner, location.Properties["url"], location.Comment];
            }

            yield break;
        }

        foreach (var row in TaggedAndGranted.OfCatalog(view, catalog, statement))
        {
            yield return row;
        }

        foreach (var schema in metastore.Children(catalog.Id, SecurableKind.Schema).Where(Visible))
        {
            if (view == "schemata")
            {
                yield return [catalog.Name, schema.Name, schema.Owner, schema.Comment];
                continue;
            }

            foreach (var row in TaggedAndGranted.OfSchema(view, catalog, schema, statement))
            {
                yield return row;
            }

            foreach (var item in metastore.Children(schema.Id, null).Where(Visible))
            {
                foreach (var row in RowsOf(view, catalog, schema, item, statement))
                {
                    yield return row;
                }
            }
        }
    }

    private static IEnumerable<object?[]> RowsOf(
        string view, Securable catalog, Securable schema, Securable item, StatementContext statement)
    {
        var isRelation = item.Kind is SecurableKind.Table or SecurableKind.View;
        return (view, item.Kind) switch
        {
            ("tables", _) when isRelation =>
                [[catalog.Name, schema.Name, item.Name, TypeOf(item), item.Owner, item.Comment, item.OutsidePath]],
            ("columns", _) when isRelation => Columns(catalog, schema, item, statement),
            ("table_constraints", SecurableKind.Table) => NamesOfOthers.KeysOf(item, statement).Select(k =>
                new object?[]
                {
                    catalog.Name, schema.Name, k.Key.Name, catalog.Name, schema.Name, item.Name, k.Key.Kind,
                }),
            ("key_column_usage", SecurableKind.Table) => NamesOfOthers.KeysOf(item, statement).SelectMany(k =>
                k.Key.Columns.Select((c, i) => new object?[]
                {
                    catalog.Name, schema.Name, k.Key.Name, catalog.Name, schema.Name, item.Name, c, i + 1,
                    PositionInParent(k.Key, k.Parent, i),
                })),
            ("views", SecurableKind.View) => [[catalog.Name, schema.Name, item.Name, TextOf(item, statement)]],
            ("volumes", SecurableKind.Volume) =>
                [[catalog.Name, schema.Name, item.Name, TypeOf(item), item.Owner, item.Comment, item.OutsidePath]],
            ("models", SecurableKind.Model) =>
            [
                [
                    catalog.Name, schema.Name, item.Name, item.Owner, item.Comment,
                    statement.Metastore.FindModelVersion(item.Id, null)?.Version,
                ],
            ],
            _ => TaggedAndGranted.OfItem(view, catalog, schema, item, statement),
        };
    }

    /// <summary>Which column of the primary key a column of a foreign key stands for; null when that is gone.</summary>
    private static int? PositionInParent(TableKey key, Securable? parent, int column)
    {
        var at = parent?.Keys.FirstOrDefault(k => k.Parent is null)?.Columns.ToList().FindIndex(
            c => Common.Names.Identifier.Same(c, key.ParentColumns[column]));
        return at is >= 0 ? at + 1 : null;
    }

    /// <summary>What a view reads is not told to its readers.</summary>
    private static string? TextOf(Securable view, StatementContext statement) =>
        statement.Manages(view) ? view.Properties["view_text"] : null;

    private static string TypeOf(Securable item) =>
        item.Kind == SecurableKind.View ? "VIEW" : item.Properties.ContainsKey("system") ? "SYSTEM"
        : item.OutsidePath is null ? "MANAGED" : "EXTERNAL";

    private static IEnumerable<object?[]> Columns(
        Securable catalog, Securable schema, Securable item, StatementContext statement)
    {
        IReadOnlyList<(string Name, bool Nullable, string? Type, string? Comment)> columns;
        try
        {
            columns = RelationColumns.Of(item, statement.Lake);
        }
        catch (LakeSqlException)
        {
            // A table whose log cannot be read is listed without columns, and the others with theirs.
            columns = [];
        }

        return columns.Select((c, i) => new object?[]
        {
            catalog.Name, schema.Name, item.Name, c.Name, i + 1, c.Nullable ? "YES" : "NO", c.Type, c.Comment,
        });
    }
}
