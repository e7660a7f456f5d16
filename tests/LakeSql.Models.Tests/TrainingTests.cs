using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Models.Tests;

/// <summary>From rows to a stored model to predictions, without SQL.</summary>
public sealed class TrainingTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("lakesql-models-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private sealed record Rows(IReadOnlyList<FeatureColumn> Features, string Target, TrainingRow[] All) : ITrainingData
    {
        IEnumerable<TrainingRow> ITrainingData.Rows() => All;
    }

    /// <summary>y = 3a - 2 for the word x, 3a + 5 for z; some cells are NULL.</summary>
    private static Rows Line() => new(
        [new FeatureColumn("a", FeatureKind.Numeric), new FeatureColumn("w", FeatureKind.Text)], "y",
        [.. Enumerable.Range(0, 300).Select(i => new TrainingRow(
            [i % 50 == 0 ? null : (double)(i % 17), i % 2 == 0 ? "x" : "z"],
            i % 61 == 0 ? null : (3.0 * (i % 17)) + (i % 2 == 0 ? -2 : 5)))]);

    private static TrainingOptions Options(ModelTask task, int epochs) => new()
    {
        Task = task, Epochs = epochs, Seed = 5, LearningRate = 0.01, Device = "cpu", ImageSize = 16,
    };

    private static TrainedModel Train(TrainingOptions options, ITrainingData data) =>
        Trainer.Train(options, data, null, TestContext.Current.CancellationToken);

    [Fact]
    public void A_model_learns_is_stored_and_predicts_the_same()
    {
        var trained = Train(Options(ModelTask.Regression, 60), Line());
        Assert.True(trained.Metrics["val_r2"] > 0.95, $"r2 is {trained.Metrics["val_r2"]}");
        Assert.Equal(5, trained.Metrics["skipped_rows"]);
        Assert.Equal(60, trained.History.Max(m => m.Epoch));
        var digest = trained.SaveTo(Path.Combine(directory, "m"));
        Assert.Equal(64, digest.Length);
        using var predictor = Predictor.Load(Path.Combine(directory, "m"), "cpu", 1);
        var predictions = predictor.Predict([[4.0, "x"], [4.0, "z"], [null, null], [4.0, "never seen"]],
            1, CancellationToken.None);
        Assert.InRange(predictions[0]!.Value!.Value, 7, 13);
        Assert.InRange(predictions[1]!.Value!.Value, 14, 20);
        Assert.All(predictions, p => Assert.True(double.IsFinite(p!.Value!.Value)));
    }

    [Fact]
    public void The_same_seed_and_rows_give_the_same_bytes()
    {
        var first = Train(Options(ModelTask.Regression, 3), Line());
        var second = Train(Options(ModelTask.Regression, 3), Line());
        var other = Train(Options(ModelTask.Regression, 3) with { Seed = 6 }, Line());
        Assert.Equal(first.Weights, second.Weights);
        Assert.NotEqual(first.Weights, other.Weights);
    }

    [Fact]
    public async Task One_predictor_serves_many_threads()
    {
        Train(Options(ModelTask.Regression, 3), Line()).SaveTo(Path.Combine(directory, "m"));
        using var predictor = Predictor.Load(Path.Combine(directory, "m"), "cpu", 1);
        var rows = Enumerable.Range(0, 200).Select(i => new object?[] { (double)i, "x" }).ToArray();
        var alone = predictor.Predict(rows, 1, CancellationToken.None).Select(p => p!.Value).ToArray();
        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => predictor.Predict(rows, 1, CancellationToken.None).Select(p => p!.Value).ToArray())));
        Assert.All(together, t => Assert.Equal(alone, t));
    }

    [Fact]
    public void Training_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        var progress = new Cancelling(source);
        Assert.ThrowsAny<OperationCanceledException>(
            () => Trainer.Train(Options(ModelTask.Regression, 10_000), Line(), progress, source.Token));
        Assert.Equal(1, progress.Epochs);
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public int Epochs { get; private set; }

        public void Report(TrainingProgress value)
        {
            Epochs++;
            source.Cancel();
        }
    }

    public static TheoryData<string> Damages() => ["short", "header", "offset", "type", "empty", "description"];

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damaged_files_are_refused(string damage)
    {
        var place = Path.Combine(directory, "m");
        Train(Options(ModelTask.Regression, 1), Line()).SaveTo(place);
        var file = Path.Combine(place, "weights.safetensors");
        var bytes = File.ReadAllBytes(file);
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        File.WriteAllBytes(file, damage switch
        {
            "short" => bytes[..^4],
            "header" => [255, 255, 255, 255, 255, 255, 255, 127, .. bytes[8..]],
            "offset" => System.Text.Encoding.Latin1.GetBytes(
                text.Replace("\"data_offsets\":[0,", "\"data_offsets\":[9,")),
            "type" => System.Text.Encoding.Latin1.GetBytes(text.Replace("\"F32\"", "\"F99\"")),
            "empty" => [],
            _ => bytes,
        });
        if (damage == "description")
        {
            File.WriteAllText(Path.Combine(place, "model.json"), "{\"Task\": 7");
        }

        Assert.Equal(
            ErrorCode.ModelFileInvalid, Assert.Throws<LakeSqlException>(() => Predictor.Load(place, "cpu", 1)).Code);
    }

    [Fact]
    public void Missing_files_and_devices_are_named()
    {
        Assert.Equal(
            ErrorCode.ModelFileInvalid,
            Assert.Throws<LakeSqlException>(() => Predictor.Load(Path.Combine(directory, "none"), "cpu", 1)).Code);
        Assert.Equal("cpu", Devices.Resolve("CPU"));
        Assert.Equal(ErrorCode.InvalidOption, Assert.Throws<LakeSqlException>(() => Devices.Resolve("tpu")).Code);
        Assert.Equal(ErrorCode.DeviceUnavailable, Assert.Throws<LakeSqlException>(() => Devices.Resolve("cuda:99"))
            .Code);
    }

    [Fact]
    public void Drawn_pictures_repeat_and_differ_by_seed()
    {
        var first = FlowerSketches.Draw(10, 1, 24).ToArray();
        var second = FlowerSketches.Draw(10, 1, 24).ToArray();
        var other = FlowerSketches.Draw(10, 2, 24).ToArray();
        Assert.Equal(first.Select(p => p.Png), second.Select(p => p.Png));
        Assert.Equal(["daisy", "rose", "sunflower", "tulip", "violet"], first.Select(p => p.Class).Distinct());
        Assert.All(first.Zip(other), p => Assert.NotEqual(p.First.Png, p.Second.Png));
    }
}
