using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta;

namespace LakeSql.Engine.Execution;

/// <summary>
/// Tags, policies and grants in <c>information_schema</c>. Of grants to others who manages the object sees all,
/// everybody else those to themselves and their groups.
/// </summary>
internal static class TaggedAndGranted
{
    public static IEnumerable<object?[]> OfCatalog(string view, Securable catalog, StatementContext statement) =>
        view switch
        {
            "catalog_tags" => Tagged(catalog, [catalog.Name]),
            "catalog_privileges" => Granted(catalog, [catalog.Name], statement),
            _ => [],
        };

    public static IEnumerable<object?[]> OfSchema(
        string view, Securable catalog, Securable schema, StatementContext statement) => view switch
        {
            "schema_tags" => Tagged(schema, [catalog.Name, schema.Name]),
            "schema_privileges" => Granted(schema, [catalog.Name, schema.Name], statement),
            _ => [],
        };

    public static IEnumerable<object?[]> OfItem(
        string view, Securable catalog, Securable schema, Securable item, StatementContext statement)
    {
        object?[] name = [catalog.Name, schema.Name, item.Name];
        return (view, item.Kind) switch
        {
            ("table_tags", SecurableKind.Table or SecurableKind.View) => Tagged(item, name),
            ("column_tags", SecurableKind.Table) => Columns(item, name, statement),

            // Readers of a table are not told of the functions that decide what they see.
            ("row_filters", SecurableKind.Table) when TablePolicy.Of(item).Filter is { } filter
                && statement.Manages(item) =>
                [[.. name, .. Function(filter, statement), string.Join(", ", filter.Arguments), SetBy(filter)]],
            ("column_masks", SecurableKind.Table) when statement.Manages(item) => TablePolicy.Of(item).Masks
                .OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (object?[])
                [
                    .. name, m.Key, .. Function(m.Value, statement),
                    m.Value.Arguments.Count == 0 ? null : string.Join(", ", m.Value.Arguments), SetBy(m.Value),
                ]),
            ("volume_tags", SecurableKind.Volume) => Tagged(item, name),
            ("table_privileges", SecurableKind.Table or SecurableKind.View) => Granted(item, name, statement),
            ("volume_privileges", SecurableKind.Volume) => Granted(item, name, statement),
            ("routine_privileges", SecurableKind.Function) => Granted(item, [.. name, .. name], statement),
            _ => [],
        };

        string SetBy(PolicyUse use) => PolicySetter.Name(use.SetBy, item, statement.Metastore);
    }

    private static IEnumerable<object?> Function(PolicyUse use, StatementContext statement)
    {
        var function = statement.Metastore.ById(use.Function);
        var schema = function is null ? null : statement.Metastore.ById(function.ParentId!.Value);
        var catalog = schema is null ? null : statement.Metastore.ById(schema.ParentId!.Value);
        return [catalog?.Name, schema?.Name, function?.Name];
    }

    private static IEnumerable<object?[]> Tagged(Securable securable, object?[] name) => Rows(name, Tags.Of(securable));

    private static IEnumerable<object?[]> Columns(Securable table, object?[] name, StatementContext statement)
    {
        if (Tags.OfColumns(table).Count == 0)
        {
            return [];
        }

        Snapshot newest;
        try
        {
            newest = statement.Lake.Commits.Visible(table).Latest();
        }
        catch (LakeSqlException)
        {
            // A table whose log cannot be read is listed without columns, and the others with theirs.
            return [];
        }

        return newest.Metadata.Schema.Fields.SelectMany(f =>
            Rows([.. name, f.Name], Tags.OfColumn(table, f.PhysicalName(newest.Mapping))));
    }

    private static IEnumerable<object?[]> Rows(object?[] name, IReadOnlyDictionary<string, string> tags) =>
        tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (object?[])[.. name, t.Key, t.Value]);

    private static IEnumerable<object?[]> Granted(Securable target, object?[] name, StatementContext statement)
    {
        var metastore = statement.Metastore;
        var asker = statement.Principals;
        var seesAll = statement.Manages(target);
        return EffectivePolicies.Chain(target, metastore)
            .SelectMany(s => metastore.GrantsOn(s.Id).Select(g => (Grant: g, From: s)))
            .Where(g => Privileges.ValidOn(target.Kind).Contains(g.Grant.Privilege)
                && (seesAll || asker.Contains(g.Grant.Principal)))
            .Select(g => (object?[])
            [
                g.Grant.Grantor, g.Grant.Principal, .. name, g.Grant.Privilege.SqlName(), "NO",
                g.From.Id == target.Id ? "NONE" : g.From.Kind.SqlName(),
            ]);
    }
}
