using System.Text.Json;
using Apache.Arrow;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Models;
using LakeSql.Engine.Sessions;
using LakeSql.Models;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Durability;

namespace LakeSql.Engine.Statements;

/// <summary>TRAIN MODEL: reads the rows, trains, stores the network, registers the version, records the run.</summary>
internal static class TrainModelOperator
{
    public static OperatorResult Run(TrainModelPlan plan, StatementContext statement)
    {
        var start = DateTimeOffset.UtcNow;
        var runId = Guid.CreateVersion7().ToString("N");
        var given = plan.Train.Options.ToDictionary(o => o.Name, o => o.Value, Identifier.Comparer);
        given.TryAdd("device", statement.Session.Device);
        var options = TrainingOptions.Parse(given);
        var limits = statement.Session.Limits;
        options = options with
        {
            PixelsMax = limits.ImagePixelsMax ?? options.PixelsMax,
            Threads = (int)Math.Min(options.Threads, limits.ThreadsMax ?? options.Threads),
        };
        TrainedModel trained;
        ModelVersion version;
        try
        {
            var data = Read(plan, options, statement);
            trained = Trainer.Train(options, data, new Reporter(statement.Session), statement.Cancellation);
            version = Store(plan, trained, runId, statement);
        }
        catch (Exception e)
        {
            // What the engine was doing when it was cancelled ends in an error of ours already.
            var isCancelled = (e as LakeSqlException)?.Code == ErrorCode.Cancelled || e is OperationCanceledException;
            Record(plan, options, runId, start, isCancelled ? "KILLED" : "FAILED", null, null, statement);
            throw;
        }

        Record(plan, options, runId, start, "FINISHED", version.Version, trained, statement);
        return Result(plan, version.Version, runId, trained);
    }

    private static TrainingRows Read(TrainModelPlan plan, TrainingOptions options, StatementContext statement)
    {
        var columns = statement.Describe(plan.Source, storable: true);
        var features = Enumerable.Range(0, columns.Count).Where(i => i != plan.Target)
            .Select(i => (Position: i, Feature: new FeatureColumn(columns[i].Name, KindOf(columns[i])))).ToArray();
        var render = statement.NewSql();
        render.Sql.Raw("SELECT ");
        for (var i = 0; i < columns.Count; i++)
        {
            var type = i == plan.Target
                ? options.Task == ModelTask.Regression ? "DOUBLE" : "VARCHAR"
                : features.First(f => f.Position == i).Feature.Kind switch
                {
                    FeatureKind.Image => "BLOB", FeatureKind.Numeric => "DOUBLE", _ => "VARCHAR",
                };
            render.Sql.Raw(i > 0 ? ", CAST(" : "CAST(").Name($"c{i}").Raw($" AS {type})");
        }

        render.Sql.Raw(" FROM (");
        render.Query(plan.Source);
        render.Sql.Raw(") AS q(").List(Enumerable.Range(0, columns.Count), i => render.Sql.Name($"c{i}")).Raw(")");
        var rows = new List<TrainingRow>();
        statement.Session.Report(new StatementProgress("reading the training rows", null));
        using var stream = statement.Stream(render);
        while (stream.Next(statement.Cancellation) is { } batch)
        {
            for (var row = 0; row < batch.Length; row++)
            {
                rows.Add(new TrainingRow(
                    [.. features.Select(f => Cell(batch.Column(f.Position), row))],
                    Cell(batch.Column(plan.Target), row)));
            }
        }

        return new TrainingRows([.. features.Select(f => f.Feature)], plan.Source.Columns[plan.Target].Name, rows);
    }

    private static object? Cell(IArrowArray array, int row) => array.IsNull(row) ? null : array switch
    {
        DoubleArray d => d.GetValue(row),
        StringArray s => s.GetString(row),
        BinaryArray b => b.GetBytes(row).ToArray(),
        _ => throw ErrorCode.Internal.Error($"training rows hold {array.GetType().Name}"),
    };

    private static FeatureKind KindOf(ColumnDefinition column) => column.Type switch
    {
        PrimitiveType p when p == PrimitiveType.Binary || p == PrimitiveType.Image => FeatureKind.Image,
        PrimitiveType p when p == PrimitiveType.String || p == PrimitiveType.Boolean => FeatureKind.Text,
        PrimitiveType p when p != PrimitiveType.Date && p != PrimitiveType.Timestamp
            && p != PrimitiveType.TimestampNtz =>
            FeatureKind.Numeric,
        DecimalType => FeatureKind.Numeric,
        _ => throw ErrorCode.TrainingDataInvalid.Error(
            $"column {Identifier.Quote(column.Name)} of type {column.Type.Name} cannot be learned from",
            hint: "turn it into numbers or text in the query"),
    };

    /// <summary>Bytes first, then the registry: a version that can be found can be loaded.</summary>
    private static ModelVersion Store(
        TrainModelPlan plan, TrainedModel trained, string runId, StatementContext statement)
    {
        var metastore = statement.Metastore;
        var model = plan.Existing?.Id ?? Guid.CreateVersion7();
        var models = Path.Combine("models", model.ToString("N"));
        var relative = Path.Combine(models, runId);
        try
        {
            DiskSteps.Before("directory");
            var directory = Path.Combine(statement.Lake.Path, relative);
            var digest = trained.SaveTo(directory);
            Sync(directory);
            DiskSteps.Before("metastore");
            var description = trained.Description.ToJson();
            return plan.Existing is null
                ? metastore.AddModel(
                    model, plan.Schema.Id, plan.Train.Name.Last, statement.Session.User, runId, relative, digest,
                    description, Sources(statement))
                : metastore.AddModelVersion(model, runId, relative, digest, description, Sources(statement));
        }
        catch (Exception e)
        {
            // Of a model that is gone, or never was, the directory is in vain, too.
            Forget(Path.Combine(statement.Lake.Path, metastore.ById(model) is null ? models : relative));
            if (e is LakeSqlException { Code: var code } && code == ErrorCode.TableNotFound)
            {
                throw Gone(plan, metastore);
            }

            throw;
        }
    }

    /// <summary>Waits until the files and the directories above them are on the disk.</summary>
    private static void Sync(string directory)
    {
        foreach (var file in Directory.GetFiles(directory))
        {
            DurableFile.SyncFile(file);
        }

        for (var (at, up) = (directory, 0); up < 4; at = Path.GetDirectoryName(at)!, up++)
        {
            DurableFile.SyncDirectory(at);
        }
    }

    /// <summary>Training takes long: what was there at its begin need not be at its end.</summary>
    private static LakeSqlException Gone(TrainModelPlan plan, Metastore metastore) =>
        metastore.ById(plan.Schema.Id) is null
            ? ErrorCode.SchemaNotFound.Error(
                $"the schema of {plan.FullName} was dropped during the training", plan.Train.Name.Span)
            : ErrorCode.ModelNotFound.Error(
                $"{plan.FullName} was dropped during the training", plan.Train.Name.Span);

    private static void Forget(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever dropped the model was first, or nothing was written; the failure is what counts.
        }
    }

    private static string Sources(StatementContext statement) => string.Join(
        ", ", statement.Resolution.Reads.Select(r => r.Version is { } v ? $"{r.FullName}@{v}" : r.FullName).Distinct());

    private static void Record(
        TrainModelPlan plan, TrainingOptions options, string runId, DateTimeOffset start, string status, int? version,
        TrainedModel? trained, StatementContext statement)
    {
        var end = DateTimeOffset.UtcNow;
        statement.Metastore.RecordRun(new Run(
            runId, plan.FullName, plan.FullName, version, statement.Session.User, start, end, status,
            options.ToParameters(), trained?.Metrics ?? new Dictionary<string, double>(), Sources(statement),
            statement.QueryId));
        if (trained is not null)
        {
            statement.Metastore.AddMetrics(
                runId, trained.History.Select(m => (m.Name, m.Value, m.Epoch, end)));
        }
    }

    private static OperatorResult Result(TrainModelPlan plan, int version, string runId, TrainedModel trained) =>
        OperatorResult.Table(
            [
                ("model", PrimitiveType.String),
                ("version", PrimitiveType.Int),
                ("run_id", PrimitiveType.String),
                ("metrics", PrimitiveType.String),
            ],
            [[plan.FullName, version, runId, JsonSerializer.Serialize(trained.Metrics)]]) with
        {
            VersionMade = version,
        };

    private sealed class Reporter(SessionState session) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => session.Report(new StatementProgress(
            $"epoch {value.Epoch} of {value.Epochs}: "
                + string.Join(", ", value.Metrics.Select(m => $"{m.Key} {m.Value:F3}")),
            (double)value.Epoch / value.Epochs));
    }
}
