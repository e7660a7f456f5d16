using LakeSql.Common.Errors;
using LakeSql.Storage.Durability;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>While a model is trained, others may drop it or take its name.</summary>
public sealed class LostModelTests : IDisposable
{
    private const string Training =
        "TRAIN MODEL s.m OPTIONS (task = 'regression', epochs = 1) TARGET y AS SELECT x, y FROM t";
    private const string BeforeFiles = "directory";
    private const string AfterFiles = "metastore";

    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection connection;

    public LostModelTests()
    {
        connection = lake.Open();
        connection.Run("CREATE TABLE t AS SELECT CAST(range AS DOUBLE) AS x, 2.0 * range AS y FROM range(8)");
        connection.Run("CREATE SCHEMA s");
    }

    public void Dispose()
    {
        connection.Dispose();
        lake.Dispose();
    }

    /// <summary>Who drops it deletes the files that are there; later ones are left to the training.</summary>
    [Theory]
    [InlineData(true, BeforeFiles, "DROP MODEL s.m", "LSQ2008", "main.s.m")]
    [InlineData(true, AfterFiles, "DROP MODEL s.m", "LSQ2008", "main.s.m")]
    [InlineData(true, BeforeFiles, "DROP SCHEMA s CASCADE", "LSQ2006", "the schema of main.s.m")]
    [InlineData(false, BeforeFiles, "DROP SCHEMA s", "LSQ2006", "the schema of main.s.m")]
    [InlineData(false, AfterFiles, "DROP SCHEMA s", "LSQ2006", "the schema of main.s.m")]
    public void Of_a_model_that_is_dropped_meanwhile_no_file_is_left(
        bool isThere, string moment, string drop, string code, string lost)
    {
        if (isThere)
        {
            Train();
        }

        var error = Assert.Throws<LakeSqlException>(() => TrainMeanwhile(drop, moment));
        Assert.Equal(code, error.Code.Code);
        Assert.Equal($"{lost} was dropped during the training", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(Models));
    }

    [Fact]
    public void A_name_that_is_taken_meanwhile_keeps_the_files_of_who_took_it()
    {
        var error = Assert.Throws<LakeSqlException>(() => TrainMeanwhile(Training, AfterFiles));
        Assert.Equal(ErrorCode.AlreadyExists, error.Code);
        Assert.Single(Directory.GetFiles(Models, "weights.safetensors", SearchOption.AllDirectories));
        Assert.Single(Directory.GetDirectories(Models));
        Train();
        Assert.Equal(2, Directory.GetDirectories(Assert.Single(Directory.GetDirectories(Models))).Length);
    }

    [Fact]
    public void A_version_that_is_not_registered_leaves_those_before_it()
    {
        Train();
        var before = Files();
        var error = Assert.Throws<LakeSqlException>(() => TrainMeanwhile(null, AfterFiles));
        Assert.Equal(ErrorCode.IoFailed, error.Code);
        Assert.Equal(before, Files());
        Assert.Equal(
            "FAILED FINISHED",
            connection.Scalar("SELECT string_agg(status, ' ' ORDER BY status) FROM system.mlflow.runs_latest"));
    }

    /// <summary>Trains, and runs the statement before or after the files are made; null: fails then.</summary>
    private void TrainMeanwhile(string? sql, string moment)
    {
        var before = Files().Length;
        DiskSteps.Watch(step =>
        {
            // The record of the statement's begin is a step, too.
            if (step != moment || (moment == AfterFiles && Files().Length == before))
            {
                return;
            }

            DiskSteps.Watch(null);
            if (sql is null)
            {
                throw new IOException("no space left");
            }

            using var other = lake.Open();
            other.Run(sql);
        });
        try
        {
            Train();
        }
        finally
        {
            DiskSteps.Watch(null);
        }
    }

    private void Train() => connection.Run(Training);

    private string Models => Path.Combine(lake.Path, "models");

    private string[] Files() =>
        [.. Directory.GetFiles(Models, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
