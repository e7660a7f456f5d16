using LakeSql.Catalog;

namespace LakeSql.Engine.Lakes;

/// <summary>
/// The catalog <c>system</c>: its tables are securables like others, so that grants decide who reads them. At first
/// nobody but the metastore admin does.
/// </summary>
internal static class SystemCatalog
{
    public static void Ensure(Metastore metastore)
    {
        if (metastore.Find(SecurableKind.Catalog, metastore.RootId, "system") is not null)
        {
            return;
        }

        var catalog = metastore.Create(
            SecurableKind.Catalog, metastore.RootId, "system", metastore.AdminName, "what LakeSql records",
            new Dictionary<string, string>());
        foreach (var schema in SystemTables.All.GroupBy(t => t.Schema))
        {
            var parent = metastore.Create(
                SecurableKind.Schema, catalog.Id, schema.Key, metastore.AdminName, null,
                new Dictionary<string, string>());
            foreach (var table in schema)
            {
                metastore.Create(
                    SecurableKind.Table, parent.Id, table.Name, metastore.AdminName, null,
                    new Dictionary<string, string> { ["system"] = $"{table.Schema}.{table.Name}" });
            }
        }
    }
}
