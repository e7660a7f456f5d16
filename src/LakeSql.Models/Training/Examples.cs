using LakeSql.Common.Errors;
using LakeSql.Models.Torch;
using static TorchSharp.torch;

namespace LakeSql.Models;

/// <summary>The rows as tensors, split into those to learn from and those to measure with.</summary>
internal sealed class Examples : IDisposable
{
    private Examples(ModelDescription description, Tensor inputs, Tensor targets, int skipped)
    {
        Description = description;
        Inputs = inputs;
        Targets = targets;
        Skipped = skipped;
    }

    public ModelDescription Description { get; }

    /// <summary>Pictures: N × 3 × size × size bytes. Rows: N × width floats.</summary>
    public Tensor Inputs { get; }

    /// <summary>Class numbers (int64) or standardised values (float).</summary>
    public Tensor Targets { get; }

    /// <summary>Rows left out: target NULL, or the picture broken.</summary>
    public int Skipped { get; }

    public required int[] TrainingRows { get; init; }

    public required int[] ValidationRows { get; init; }

    public static Examples Load(TrainingOptions options, ITrainingData data, CancellationToken cancellationToken)
    {
        var kept = new List<(object?[] Features, object Target, byte[]? Pixels)>();
        var skipped = 0;
        var isImage = options.Task == ModelTask.ImageClassification;
        foreach (var row in data.Rows())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pixels = isImage ? Encoding.Pixels(
                row.Features[0], options.ImageSize, options.PixelsMax, out _) : null;
            if (row.Target is null || row.Target is double.NaN || (isImage && pixels is null))
            {
                skipped++;
                continue;
            }

            kept.Add((row.Features, row.Target, pixels));
        }

        if (kept.Count < 2)
        {
            throw ErrorCode.TrainingDataInvalid.Error(
                $"the query gives {kept.Count} rows to learn from" + (skipped > 0 ? $" ({skipped} are unusable)" : ""));
        }

        var description = Describe(options, data, kept);
        var (training, validation) = Split(options, kept.Select(k => k.Target).ToArray());
        var inputs = isImage ? Pictures(kept, options.ImageSize) : Rows(kept, description);
        var targets = Targeted(kept, description);
        return new Examples(description, inputs, targets, skipped)
        {
            TrainingRows = training, ValidationRows = validation,
        };
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
    }

    private static ModelDescription Describe(
        TrainingOptions options, ITrainingData data, List<(object?[] Features, object Target, byte[]? Pixels)> kept)
    {
        var features = data.Features.Select((f, i) => f.Kind == FeatureKind.Image
            ? f : Encoding.Fit(f, [.. kept.Select(k => k.Features[i])])).ToArray();
        var isRegression = options.Task == ModelTask.Regression;
        var classes = isRegression
            ? [] : kept.Select(k => k.Target.ToString()!).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (!isRegression && classes.Length < 2)
        {
            throw ErrorCode.TrainingDataInvalid.Error($"the target has one class only, {classes[0]}");
        }

        var (mean, deviation) = isRegression ? Encoding.Moments(kept.Select(k => (double)k.Target)) : (0, 1);
        return new ModelDescription
        {
            Task = options.Task, Features = features, Target = data.Target, Classes = classes,
            ImageSize = options.Task == ModelTask.ImageClassification ? options.ImageSize : 0, Hidden = options.Hidden,
            TargetMean = mean, TargetDeviation = deviation,
        };
    }

    /// <summary>The same share of every class is kept back.</summary>
    private static (int[] Training, int[] Validation) Split(TrainingOptions options, object[] targets)
    {
        var random = new Random(unchecked((int)options.Seed));
        var training = new List<int>();
        var validation = new List<int>();
        var groups = Enumerable.Range(0, targets.Length)
            .GroupBy(i => options.Task == ModelTask.Regression ? "" : targets[i].ToString())
            .OrderBy(g => g.Key, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var rows = group.ToArray();
            random.Shuffle(rows);
            var back = (int)(rows.Length * options.ValidationFraction);
            validation.AddRange(rows[..back]);
            training.AddRange(rows[back..]);
        }

        return ([.. training.Order()], [.. validation.Order()]);
    }

    private static Tensor Pictures(List<(object?[] Features, object Target, byte[]? Pixels)> kept, int size)
    {
        var tensor = empty([kept.Count, 3, size, size], ScalarType.Byte);
        var bytes = tensor.bytes;
        for (var i = 0; i < kept.Count; i++)
        {
            kept[i].Pixels!.CopyTo(bytes[(i * 3 * size * size)..]);
        }

        return tensor;
    }

    private static Tensor Rows(
        List<(object?[] Features, object Target, byte[]? Pixels)> kept, ModelDescription description)
    {
        var width = Encoding.WidthOf(description.Features);
        var values = new float[kept.Count * width];
        for (var i = 0; i < kept.Count; i++)
        {
            Encoding.WriteRow(description.Features, kept[i].Features, values.AsSpan(i * width, width));
        }

        return tensor(values).reshape(kept.Count, width);
    }

    private static Tensor Targeted(
        List<(object?[] Features, object Target, byte[]? Pixels)> kept, ModelDescription description)
    {
        if (description.Task == ModelTask.Regression)
        {
            return tensor(kept.Select(
                k => (float)(((double)k.Target - description.TargetMean) / description.TargetDeviation)).ToArray());
        }

        // There may be as many classes as rows, and nothing is cancelled here.
        var numbers = description.Classes.Select((name, number) => (name, number)).ToDictionary(
            c => c.name, c => (long)c.number, StringComparer.Ordinal);
        return tensor(kept.Select(k => numbers[k.Target.ToString()!]).ToArray());
    }
}
