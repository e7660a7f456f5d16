using Xunit;

namespace LakeSql.Catalog.Tests;

public sealed class SystemTableTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_query_record_shows_in_all_its_tables()
    {
        using var lake = new Lake();
        var metastore = lake.Open();
        var id = Guid.CreateVersion7();
        metastore.Record(new QueryRecord(
            new Access(id, "s1", "root", "ana", Start), "INSERT …", "INSERT", TimeSpan.FromMilliseconds(2), "FINISHED",
            null, null, 7,
            [new("main.default.a", "TABLE", 3, "main.default.b", "TABLE", 4)],
            [new("main.default.a", "x", 3, "main.default.b", "y", "DIRECT")],
            [new("read", "main.default.a", Privilege.Select, true), new("write", "main.default.b", null, false)]));

        var history = Rows("query.history").Single();
        Assert.Equal((id.ToString(), Start, 2000L, 7L), (history["query_id"], history["start_time"],
            history["duration_us"], history["rows_produced"]));
        Assert.Equal(["ALLOWED", "DENIED"], Rows("access.audit").Select(r => r["response"]));
        Assert.Equal(["SELECT", null], Rows("access.audit").Select(r => r["privilege"]));
        Assert.Equal(4L, Rows("access.table_lineage").Single()["target_version"]);
        Assert.Equal("y", Rows("access.column_lineage").Single()["target_column_name"]);

        IEnumerable<Dictionary<string, object?>> Rows(string name) => Named(metastore, name);
    }

    [Fact]
    public void Runs_and_metrics_keep_their_values_also_NaN()
    {
        using var lake = new Lake();
        var metastore = lake.Open();
        var run = new Run(
            "r1", "e", null, null, "root", Start, null, "RUNNING", new Dictionary<string, string> { ["lr"] = "0.1" },
            new Dictionary<string, double> { ["loss"] = double.NaN, ["acc"] = 0.1 }, null, null);
        metastore.RecordRun(run);
        metastore.RecordRun(run with { Status = "FINISHED", End = Start.AddSeconds(1) });
        metastore.AddMetrics("r1", [("loss", 0.5, 1, Start), ("loss", double.NaN, 2, Start)]);

        var row = Named(metastore, "mlflow.runs_latest").Single();
        Assert.Equal(("FINISHED", Start.AddSeconds(1)), (row["status"], row["end_time"]));
        Assert.Equal(run.Metrics, Assert.IsType<Dictionary<string, double>>(row["metrics"]));
        Assert.Equal(run.Parameters, metastore.Runs().Single().Parameters);
        Assert.Equal([0.5, double.NaN], metastore.MetricHistory("r1").Select(m => m.Value));
        Assert.Equal([1L, 2L], Named(metastore, "mlflow.run_metrics_history").Select(r => r["step"]));
    }

    private static IEnumerable<Dictionary<string, object?>> Named(Metastore metastore, string name)
    {
        var columns = SystemTables.Find(name)!.Columns;
        return metastore.ReadSystemTable(name).Select(
            row => columns.Zip(row).ToDictionary(c => c.First.Name, c => c.Second));
    }
}
