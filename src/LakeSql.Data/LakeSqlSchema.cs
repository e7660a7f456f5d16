using System.Data;

namespace LakeSql.Data;

/// <summary>GetSchema: read through SQL, so that grants apply.</summary>
internal static class LakeSqlSchema
{
    private static readonly Dictionary<string, (string Sql, string[] Restrictions)> Collections =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["Tables"] = (
                "SELECT table_catalog, table_schema, table_name, table_type FROM information_schema.tables",
                ["table_catalog", "table_schema", "table_name", "table_type"]),
            ["Columns"] = (
                "SELECT table_catalog, table_schema, table_name, column_name, ordinal_position, is_nullable, data_type "
                + "FROM information_schema.columns",
                ["table_catalog", "table_schema", "table_name", "column_name"]),
            ["Schemata"] = (
                "SELECT catalog_name, schema_name, schema_owner FROM information_schema.schemata",
                ["catalog_name", "schema_name"]),
        };

    public static DataTable Get(LakeSqlConnection connection, string collection, string?[] restrictions)
    {
        if (collection.Equals("MetaDataCollections", StringComparison.OrdinalIgnoreCase))
        {
            return Names();
        }

        if (!Collections.TryGetValue(collection, out var found))
        {
            throw new ArgumentException($"there is no schema collection '{collection}'", nameof(collection));
        }

        using var command = connection.CreateCommand();
        var conditions = new List<string>();
        for (var i = 0; i < Math.Min(restrictions.Length, found.Restrictions.Length); i++)
        {
            if (restrictions[i] is { } value)
            {
                conditions.Add($"{found.Restrictions[i]} = ?");
                command.Parameters.Add(new LakeSqlParameter { Value = value });
            }
        }

        command.CommandText = found.Sql + (conditions.Count > 0 ? " WHERE " + string.Join(" AND ", conditions) : "")
            + " ORDER BY ALL";
        using var reader = command.ExecuteReader();
        var table = new DataTable(collection);
        table.Load(reader);
        return table;
    }

    private static DataTable Names()
    {
        var table = new DataTable("MetaDataCollections");
        table.Columns.Add("CollectionName", typeof(string));
        table.Columns.Add("NumberOfRestrictions", typeof(int));
        table.Columns.Add("NumberOfIdentifierParts", typeof(int));
        table.Rows.Add("MetaDataCollections", 0, 0);
        foreach (var (name, (_, restrictions)) in Collections)
        {
            table.Rows.Add(name, restrictions.Length, 3);
        }

        return table;
    }
}
