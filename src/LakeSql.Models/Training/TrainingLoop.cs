using LakeSql.Models.Torch;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LakeSql.Models;

/// <summary>Adam with a step size that rises for a tenth of the steps and falls along a cosine.</summary>
internal sealed class TrainingLoop(
    TrainingOptions options, Examples examples, string device, IProgress<TrainingProgress>? progress,
    CancellationToken cancellationToken)
{
    private readonly List<EpochMetric> history = [];
    private readonly Dictionary<string, double> latest = [];
    private readonly ModelDescription description = examples.Description;

    private bool IsRegression => description.Task == ModelTask.Regression;

    private bool IsImage => description.Task == ModelTask.ImageClassification;

    public TrainedModel Run()
    {
        using var everything = NewDisposeScope();
        set_num_threads(options.Threads);
        random.manual_seed(options.Seed);
        using var network = Networks.Create(description);
        network.to(new Device(device));
        using var optimizer = optim.AdamW(network.parameters(), options.LearningRate, weight_decay: 0.01);
        var steps = (examples.TrainingRows.Length + options.BatchSize - 1) / options.BatchSize;
        var order = examples.TrainingRows.ToArray();
        var shuffle = new Random(unchecked((int)(options.Seed * 31 + 7)));
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            shuffle.Shuffle(order);
            network.train();
            double loss = 0;
            for (var step = 0; step < steps; step++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                SetStepSize(optimizer, ((epoch - 1) * steps) + step, options.Epochs * steps);
                var rows = order.AsSpan(step * options.BatchSize,
                    Math.Min(options.BatchSize, order.Length - (step * options.BatchSize)));
                loss += Step(network, optimizer, rows.ToArray(), shuffle) * rows.Length;
            }

            Note(epoch, "loss", loss / order.Length);
            Measure(network, epoch);
            progress?.Report(new TrainingProgress(epoch, options.Epochs, latest));
        }

        latest["skipped_rows"] = examples.Skipped;
        latest["training_rows"] = examples.TrainingRows.Length;
        latest["validation_rows"] = examples.ValidationRows.Length;
        return new TrainedModel(description, SafeTensors.Write(network.state_dict()), latest, history);
    }

    private void SetStepSize(optim.Optimizer optimizer, int step, int steps)
    {
        var warm = Math.Max(1, steps / 10);
        var factor = step < warm ? (step + 1.0) / warm : 0.5 * (1 + Math.Cos(Math.PI * (step - warm) / (steps - warm)));
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = options.LearningRate * factor;
        }
    }

    private double Step(Module<Tensor, Tensor> network, optim.Optimizer optimizer, int[] rows, Random chance)
    {
        // A batch norm cannot learn from one picture.
        if (rows.Length < 2 && IsImage)
        {
            return 0;
        }

        using var scope = NewDisposeScope();
        using var index = tensor(rows.Select(r => (long)r).ToArray());
        var (inputs, targets) = Batch(index);
        if (IsImage)
        {
            inputs = Augment(inputs, chance);
        }

        optimizer.zero_grad();
        var loss = Loss(network.forward(inputs), targets, IsImage ? 0.1 : 0);
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }

    private (Tensor Inputs, Tensor Targets) Batch(Tensor index)
    {
        var inputs = examples.Inputs.index_select(0, index).to(new Device(device));
        if (IsImage)
        {
            inputs = Predictor.Normalise(inputs);
        }

        return (inputs, examples.Targets.index_select(0, index).to(new Device(device)));
    }

    /// <summary>Mirrors half of the batches, moves all by some pixels, and varies their brightness.</summary>
    private static Tensor Augment(Tensor inputs, Random chance)
    {
        if (chance.Next(2) == 0)
        {
            inputs = inputs.flip(3);
        }

        var size = inputs.shape[2];
        var shift = (int)(size / 10);
        inputs = inputs.roll([chance.Next(-shift, shift + 1), chance.Next(-shift, shift + 1)], [2L, 3L]);
        return inputs * (0.8 + (0.4 * chance.NextDouble())) + (0.4 * (chance.NextDouble() - 0.5));
    }

    private Tensor Loss(Tensor outputs, Tensor targets, double smoothing) => IsRegression
        ? functional.mse_loss(outputs.squeeze(1), targets)
        : functional.cross_entropy(outputs, targets, label_smoothing: smoothing);

    private void Measure(Module<Tensor, Tensor> network, int epoch)
    {
        network.eval();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var rows = examples.ValidationRows.Length > 0 ? examples.ValidationRows : examples.TrainingRows;
        var prefix = examples.ValidationRows.Length > 0 ? "val_" : "train_";
        var outputs = new List<Tensor>();
        var targets = new List<Tensor>();
        foreach (var chunk in rows.Chunk(256))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (inputs, expected) = Batch(tensor(chunk.Select(r => (long)r).ToArray()));
            outputs.Add(network.forward(inputs));
            targets.Add(expected);
        }

        var all = cat(outputs);
        var wanted = cat(targets);
        Note(epoch, prefix + "loss", Loss(all, wanted, 0).item<float>());
        if (!IsRegression)
        {
            Note(epoch, prefix + "accuracy", all.argmax(1).eq(wanted).to(ScalarType.Float32).mean().item<float>());
            return;
        }

        var error = (all.squeeze(1) - wanted) * description.TargetDeviation;
        Note(epoch, prefix + "rmse", Math.Sqrt(error.pow(2).mean().item<float>()));
        Note(epoch, prefix + "mae", error.abs().mean().item<float>());
        var spread = ((wanted - wanted.mean()) * description.TargetDeviation).pow(2).mean().item<float>();
        Note(epoch, prefix + "r2", spread > 0 ? 1 - (error.pow(2).mean().item<float>() / spread) : 0);
    }

    private void Note(int epoch, string name, double value)
    {
        history.Add(new EpochMetric(epoch, name, value));
        latest[name] = value;
    }
}
