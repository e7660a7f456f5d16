using System.Text.Json;
using DuckDB.NET.Data;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Planner.Bound;

namespace LakeSql.Engine.Execution;

/// <summary>
/// Puts the rows of a system table where the engine can read them: a temporary table of one connection.
/// </summary>
internal static class SystemRows
{
    public static void Load(DuckDBConnection connection, string name, SystemScan scan, StatementContext statement)
    {
        var sql = new DuckDbSql().Raw("CREATE TEMP TABLE ").Name(name).Raw("(");
        sql.List(scan.Columns, c => sql.Name(c.Name).Raw(" ").Type(c.Type is MapType ? PrimitiveType.String : c.Type));
        using (var command = connection.CreateCommand())
        {
            command.CommandText = sql.Raw(")").ToString();
            command.ExecuteNonQuery();
        }

        var rows = scan.Catalog is null
            ? statement.Metastore.ReadSystemTable($"{scan.Schema}.{scan.Name}")
            : InformationSchema.Rows(scan.Catalog, scan.Name, statement);
        using var appender = connection.CreateAppender(name);
        foreach (var row in rows)
        {
            var target = appender.CreateRow();
            foreach (var cell in row)
            {
                Append(target, cell);
            }

            target.EndRow();
        }
    }

    private static void Append(IDuckDBAppenderRow row, object? cell)
    {
        _ = cell switch
        {
            null => row.AppendNullValue(),

            // The engine would take the text up to it for all of it.
            string s => row.AppendValue(s.Replace('\0', '\uFFFD')),
            long l => row.AppendValue(l),
            int i => row.AppendValue(i),
            double d => row.AppendValue(d),
            bool b => row.AppendValue(b),
            DateTimeOffset t => row.AppendValue(t),
            _ => row.AppendValue(JsonSerializer.Serialize(cell)),
        };
    }
}
