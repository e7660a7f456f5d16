using LakeSql.Common.Names;
using LakeSql.Common.Types;

namespace LakeSql.Catalog;

/// <summary>A table of the <c>system</c> catalog.</summary>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns.</param>
public sealed record SystemTable(string Schema, string Name, Sequence<ColumnDefinition> Columns)
{
    /// <summary>The query on the metastore's file that gives the columns in their order.</summary>
    internal string Sql { get; init; } = "";
}

/// <summary>The tables of the <c>system</c> catalog that the metastore fills.</summary>
public static class SystemTables
{
    private static readonly PrimitiveType Text = PrimitiveType.String;
    private static readonly PrimitiveType Whole = PrimitiveType.BigInt;
    private static readonly PrimitiveType Instant = PrimitiveType.Timestamp;
    private static readonly PrimitiveType Number = PrimitiveType.Double;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SystemTable> All { get; } =
    [
        new("access", "audit",
        [
            new("event_time", Instant, false), new("event_id", Text, false), new("user_name", Text, false),
            new("acting_as", Text), new("session_id", Text, false), new("query_id", Text, false),
            new("service", Text, false), new("action_name", Text, false), new("securable", Text, false),
            new("privilege", Text), new("response", Text, false, "ALLOWED or DENIED"),
            new("status", Text, false, "How the statement ended; RUNNING until then"), new("error_code", Text),
            new("digest", Text, false, "SHA-256 over this record and the digest of the one before"),
        ])
        {
            Sql = """
                SELECT a.event_time, a.event_id, a.user_name, a.acting_as, a.session_id, a.query_id, 'lakesql',
                    a.action_name, a.securable, a.privilege, iif(a.allowed, 'ALLOWED', 'DENIED'),
                    coalesce(q.status, 'RUNNING'), q.error_code, a.digest
                FROM audit a LEFT JOIN query_history q ON q.query_id = a.query_id ORDER BY a.id
                """,
        },
        new("access", "table_lineage",
        [
            new("event_time", Instant, false), new("query_id", Text, false), new("user_name", Text, false),
            new("acting_as", Text), new("statement_type", Text, false), new("source_table_full_name", Text, false),
            new("source_type", Text, false), new("source_version", Whole),
            new("target_table_full_name", Text), new("target_type", Text), new("target_version", Whole),
        ])
        {
            Sql = """
                SELECT q.start_time, l.query_id, q.user_name, q.acting_as, q.statement_type, l.source_name,
                l.source_type,
                    l.source_version, l.target_name, l.target_type, l.target_version
                FROM table_lineage l JOIN query_history q ON q.query_id = l.query_id ORDER BY l.id
                """,
        },
        new("access", "column_lineage",
        [
            new("event_time", Instant, false), new("query_id", Text, false), new("user_name", Text, false),
            new("acting_as", Text), new("source_table_full_name", Text, false), new("source_column_name", Text, false),
            new("source_version", Whole), new("target_table_full_name", Text), new("target_column_name", Text),
            new("kind", Text, false),
        ])
        {
            Sql = """
                SELECT q.start_time, l.query_id, q.user_name, q.acting_as, l.source_table, l.source_column,
                l.source_version,
                    l.target_table, l.target_column, l.kind
                FROM column_lineage l JOIN query_history q ON q.query_id = l.query_id ORDER BY l.id
                """,
        },
        new("query", "history",
        [
            new("query_id", Text, false), new("session_id", Text, false), new("user_name", Text, false),
            new("acting_as", Text), new("statement_text", Text, false), new("statement_type", Text, false),
            new("start_time", Instant, false), new("duration_us", Whole, false), new("status", Text, false),
            new("error_code", Text), new("error_message", Text), new("rows_produced", Whole, false),
        ])
        {
            Sql = """
                SELECT query_id, session_id, user_name, acting_as, statement_text, statement_type, start_time,
                    duration_us, status, error_code, error_message, rows_produced
                FROM query_history ORDER BY id
                """,
        },
        new("mlflow", "runs_latest",
        [
            new("run_id", Text, false), new("experiment", Text, false), new("model", Text),
            new("model_version", Whole), new("user_name", Text, false), new("start_time", Instant, false),
            new("end_time", Instant), new("status", Text, false), new("params", new MapType(Text, Text), false),
            new("metrics", new MapType(Text, Number), false), new("data_versions", Text), new("query_id", Text),
        ])
        {
            Sql = """
                SELECT run_id, experiment, model, model_version, user_name, start_time, end_time, status, params,
                    metrics, data_versions, query_id
                FROM runs ORDER BY start_time, run_id
                """,
        },
        new("mlflow", "run_metrics_history",
        [
            new("run_id", Text, false), new("metric_name", Text, false), new("step", Whole, false),
            new("value", Number), new("metric_time", Instant, false),
        ])
        {
            Sql = "SELECT run_id, metric_name, step, value, metric_time FROM run_metrics ORDER BY id",
        },
    ];

    /// <summary>The table of that full name, e.g. <c>access.audit</c>; null when there is none.</summary>
    public static SystemTable? Find(string name) =>
        All.FirstOrDefault(t => Identifier.Same($"{t.Schema}.{t.Name}", name));
}
