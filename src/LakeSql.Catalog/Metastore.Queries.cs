using LakeSql.Catalog.Storage;
using LakeSql.Common.Errors;
using LakeSql.Common.Types;
using Microsoft.Data.Sqlite;

namespace LakeSql.Catalog;

public sealed partial class Metastore
{
    /// <summary>
    /// Stores what a statement did: history, audit and lineage in one transaction. What was asked for comes before the
    /// statement itself in the chain of records.
    /// </summary>
    public void Record(QueryRecord record) => database.WriteRecord(() =>
    {
        var access = record.Access;
        var query = Row.Text(access.QueryId);
        Append([
            .. Entries(access, record.Audit),
            (ChainedTable.History,
            [
                query, access.SessionId, access.User, access.ActingAs, record.StatementText, record.StatementType,
                Row.Micros(access.Start), record.Duration.Ticks / TimeSpan.TicksPerMicrosecond, record.Status,
                record.ErrorCode, record.ErrorMessage, record.RowsProduced,
            ]),
        ]);
        RecordLineage(record, query);
    });

    /// <summary>
    /// Stores what a statement was allowed to do before it gives anything out; <see cref="Record"/> then tells how it
    /// ended.
    /// </summary>
    public void RecordAccess(Access access, IReadOnlyList<AuditEntry> entries) =>
        database.WriteRecord(() => Append(Entries(access, entries)));

    private static IEnumerable<(ChainedTable Table, object?[] Cells)> Entries(
        Access access, IReadOnlyList<AuditEntry> entries) => entries.Select(entry => (
        ChainedTable.Audit,
        new object?[]
        {
            Row.Text(Guid.CreateVersion7()), Row.Micros(access.Start), access.User, access.ActingAs, access.SessionId,
            Row.Text(access.QueryId), entry.Action, entry.SecurableFullName, entry.Privilege?.SqlName(), entry.Allowed,
        }));

    /// <summary>The rows of a system table, named <c>schema.name</c> as in <see cref="SystemTables.All"/>.</summary>
    public IReadOnlyList<object?[]> ReadSystemTable(string name) => ReadSystemTable(
        SystemTables.Find(name) ?? throw ErrorCode.TableNotFound.Error($"There is no system table '{name}'."));

    /// <summary>
    /// The rows of a system table. Cells are string, long, double, <see cref="DateTimeOffset"/>, or for a map a
    /// dictionary from string to string or double.
    /// </summary>
    public IReadOnlyList<object?[]> ReadSystemTable(SystemTable table) =>
        database.Query(table.Sql, row => Cells(table, row));

    private static object?[] Cells(SystemTable table, SqliteDataReader row)
    {
        var cells = new object?[table.Columns.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Cell(table.Columns[i], row, i);
        }

        return cells;
    }

    private static object? Cell(ColumnDefinition column, SqliteDataReader row, int i)
    {
        if (row.IsDBNull(i))
        {
            return null;
        }

        return column.Type switch
        {
            MapType map when map.Value == PrimitiveType.Double => JsonMap.ReadNumbers(row.GetString(i)),
            MapType => JsonMap.ReadNew(row.GetString(i)),
            var type when type == PrimitiveType.Timestamp => row.Instant(i),
            var type when type == PrimitiveType.BigInt => row.GetInt64(i),
            var type when type == PrimitiveType.Double => row.GetDouble(i),
            _ => row.GetString(i),
        };
    }

    /// <summary>Every recorded flow into a table, view, volume or model, newest first.</summary>
    public IReadOnlyList<TableLineage> TableLineageEdges() => database.Query(
        """
        SELECT DISTINCT source_name, source_type, source_version, target_name, target_type, target_version
        FROM table_lineage WHERE target_name IS NOT NULL ORDER BY target_version DESC
        """,
        row => new TableLineage(
            row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt64(2),
            row.GetString(3), row.TextOrNull(4), row.IsDBNull(5) ? null : row.GetInt64(5)));

    private void RecordLineage(QueryRecord record, object query)
    {
        foreach (var flow in record.TableLineage)
        {
            database.Execute(
                """
                INSERT INTO table_lineage (query_id, source_name, source_type, source_version, target_name,
                    target_type, target_version)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                query, flow.SourceFullName, flow.SourceType, flow.SourceVersion, flow.TargetFullName, flow.TargetType,
                flow.TargetVersion);
        }

        foreach (var flow in record.ColumnLineage)
        {
            database.Execute(
                """
                INSERT INTO column_lineage (query_id, source_table, source_column, source_version, target_table,
                    target_column, kind)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                query, flow.SourceTable, flow.SourceColumn, flow.SourceVersion, flow.TargetTable, flow.TargetColumn,
                flow.Kind);
        }
    }
}
