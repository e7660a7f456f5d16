using LakeSql.Catalog;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>The tables that LakeSql fills itself.</summary>
public static class SystemTableBinder
{
    /// <summary>How every view of grants ends.</summary>
    private static string[] PrivilegeColumns => ["privilege_type", "is_grantable", "inherited_from"];

    /// <summary>
    /// The <c>information_schema</c> of every catalog; its rows are filtered to what the reader may see.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ColumnDefinition>> CatalogViews { get; } =
        new Dictionary<string, IReadOnlyList<ColumnDefinition>>(Identifier.Comparer)
        {
            ["schemata"] = Columns("catalog_name", "schema_name", "schema_owner", "comment"),
            ["tables"] = Columns(
                "table_catalog", "table_schema", "table_name", "table_type", "table_owner", "comment", "storage_path"),
            ["columns"] =
            [
                .. Columns("table_catalog", "table_schema", "table_name", "column_name"),
                new("ordinal_position", PrimitiveType.Int),
                .. Columns("is_nullable", "data_type", "comment"),
            ],
            ["table_constraints"] = Columns(
                "constraint_catalog", "constraint_schema", "constraint_name", "table_catalog", "table_schema",
                "table_name", "constraint_type"),
            ["key_column_usage"] =
            [
                .. Columns(
                    "constraint_catalog", "constraint_schema", "constraint_name", "table_catalog", "table_schema",
                    "table_name", "column_name"),
                new("ordinal_position", PrimitiveType.Int),
                new("position_in_unique_constraint", PrimitiveType.Int),
            ],
            ["views"] = Columns("table_catalog", "table_schema", "table_name", "view_definition"),
            ["external_locations"] = Columns(
                "external_location_name", "external_location_owner", "url", "comment"),
            ["volumes"] = Columns(
                "volume_catalog", "volume_schema", "volume_name", "volume_type", "volume_owner", "comment",
                "storage_location"),
            ["catalog_tags"] = Columns("catalog_name", "tag_name", "tag_value"),
            ["schema_tags"] = Columns("catalog_name", "schema_name", "tag_name", "tag_value"),
            ["table_tags"] = Columns("catalog_name", "schema_name", "table_name", "tag_name", "tag_value"),
            ["column_tags"] = Columns(
                "catalog_name", "schema_name", "table_name", "column_name", "tag_name", "tag_value"),
            ["volume_tags"] = Columns("catalog_name", "schema_name", "volume_name", "tag_name", "tag_value"),
            ["row_filters"] = Columns(
                "catalog_name", "schema_name", "table_name", "filter_catalog", "filter_schema", "filter_name",
                "filter_col_usage", "set_by"),
            ["column_masks"] = Columns(
                "catalog_name", "schema_name", "table_name", "column_name", "mask_catalog", "mask_schema", "mask_name",
                "mask_col_usage", "set_by"),
            ["catalog_privileges"] = Columns(["grantor", "grantee", "catalog_name", .. PrivilegeColumns]),
            ["schema_privileges"] = Columns(
                ["grantor", "grantee", "catalog_name", "schema_name", .. PrivilegeColumns]),
            ["table_privileges"] = Columns(
                ["grantor", "grantee", "table_catalog", "table_schema", "table_name", .. PrivilegeColumns]),
            ["volume_privileges"] = Columns(
                ["grantor", "grantee", "volume_catalog", "volume_schema", "volume_name", .. PrivilegeColumns]),
            ["routine_privileges"] = Columns(
            [
                "grantor", "grantee", "specific_catalog", "specific_schema", "specific_name", "routine_catalog",
                "routine_schema", "routine_name", .. PrivilegeColumns,
            ]),
            ["models"] =
            [
                .. Columns("model_catalog", "model_schema", "model_name", "model_owner", "comment"),
                new("latest_version", PrimitiveType.Int),
            ],
        };

    /// <summary>The information_schema view that the name means, or null.</summary>
    internal static SystemScan? Find(TableName table, BindContext context)
    {
        var parts = table.Name.Parts;
        if (parts.Count < 2 || !Identifier.Same(parts[^2], "information_schema")
            || !CatalogViews.TryGetValue(parts[^1], out var columns))
        {
            return null;
        }

        var catalog = parts.Count == 3 ? parts[0] : context.CurrentCatalog;
        var found = context.Names.Catalog(catalog, table.Name.Span);
        return new SystemScan("information_schema", parts[^1].ToLowerInvariant(), found.Name, columns);
    }

    /// <summary>The table of the <c>system</c> catalog that stands for <c>schema.name</c>.</summary>
    internal static SystemScan Stored(string schemaAndName)
    {
        var table = SystemTables.All.First(t => $"{t.Schema}.{t.Name}" == schemaAndName);
        return new SystemScan(table.Schema, table.Name, null, [.. table.Columns]);
    }

    private static ColumnDefinition[] Columns(params string[] names) =>
        [.. names.Select(n => new ColumnDefinition(n, PrimitiveType.String))];
}
