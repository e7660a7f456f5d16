using LakeSql.Catalog.Storage;
using Microsoft.Data.Sqlite;

namespace LakeSql.Catalog;

public sealed partial class Metastore
{
    private const string MetricColumns = "SELECT run_id, metric_name, value, step, metric_time FROM run_metrics";

    private const string RunColumns = """
        SELECT run_id, experiment, model, model_version, user_name, start_time, end_time, status, params, metrics,
            data_versions, query_id
        FROM runs
        """;

    /// <summary>Stores a run; one of the same identity is replaced.</summary>
    public void RecordRun(Run run) => database.Write(() => database.Execute(
        "INSERT OR REPLACE INTO runs VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        run.RunId, run.ExperimentName, run.Model, run.ModelVersion, run.User, Row.Micros(run.Start),
        run.End is { } end ? Row.Micros(end) : null, run.Status, JsonMap.Write(run.Parameters),
        JsonMap.WriteNumbers(run.Metrics), run.DataVersions, run.QueryId is { } query ? Row.Text(query) : null));

    /// <summary>Adds measured values to a run's history, as one transaction.</summary>
    public void AddMetrics(string runId, IEnumerable<(string Key, double Value, int Step, DateTimeOffset At)> metrics)
    {
        var measured = metrics.ToList();
        database.Write(() =>
        {
            foreach (var (key, value, step, at) in measured)
            {
                // SQLite has no NaN: it stores NULL, which reads as NaN again.
                database.Execute(
                    """
                    INSERT INTO run_metrics (run_id, metric_name, step, value, metric_time)
                    VALUES ($1, $2, $3, $4, $5)
                    """,
                    runId, key, step, double.IsNaN(value) ? null : value, Row.Micros(at));
            }
        });
    }

    /// <summary>Every run, oldest first.</summary>
    public IReadOnlyList<Run> Runs() => database.Query($"{RunColumns} ORDER BY start_time, run_id", ToRun);

    /// <summary>The run of that identity; null when there is none.</summary>
    public Run? RunOf(string runId) =>
        database.Query($"{RunColumns} WHERE run_id = $1", ToRun, runId).SingleOrDefault();

    /// <summary>The measured values of one run, or of all, in the order they were added.</summary>
    public IReadOnlyList<RunMetric> MetricHistory(string? runId = null) => runId is null
        ? database.Query($"{MetricColumns} ORDER BY id", ToMetric)
        : database.Query($"{MetricColumns} WHERE run_id = $1 ORDER BY id", ToMetric, runId);

    private static Run ToRun(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.TextOrNull(2), row.IsDBNull(3) ? null : row.GetInt32(3),
        row.GetString(4), row.Instant(5), row.IsDBNull(6) ? null : row.Instant(6), row.GetString(7),
        JsonMap.Read(row.GetString(8)), JsonMap.ReadNumbers(row.GetString(9)), row.TextOrNull(10), row.IdOrNull(11));

    private static RunMetric ToMetric(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.IsDBNull(2) ? double.NaN : row.GetDouble(2), row.GetInt32(3),
        row.Instant(4));
}
