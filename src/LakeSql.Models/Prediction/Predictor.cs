using System.Runtime.CompilerServices;
using LakeSql.Common.Errors;
using LakeSql.Models.Torch;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LakeSql.Models;

/// <summary>What a model says of one row.</summary>
/// <param name="Label">The likeliest class; null for regression.</param>
/// <param name="Score">Its probability.</param>
/// <param name="Scores">The probability of each class, in the order of the description.</param>
/// <param name="Value">The number, for regression.</param>
public sealed record Prediction(string? Label, double? Score, IReadOnlyList<double>? Scores, double? Value);

/// <summary>A loaded model. Many threads may use it at once.</summary>
public sealed class Predictor : IDisposable
{
    /// <summary>Rows a forward pass: more do not make it faster, and pictures take memory.</summary>
    private const int BatchMax = 64;

    private readonly Module<Tensor, Tensor> network;
    private readonly string device;

    private Predictor(ModelDescription description, Module<Tensor, Tensor> network, string device)
    {
        Description = description;
        this.network = network;
        this.device = device;
    }

    /// <summary>Everything about the model but its weights.</summary>
    public ModelDescription Description { get; }

    /// <summary>Loads a model from its directory.</summary>
    /// <param name="directory">Where <see cref="TrainedModel.SaveTo"/> put it.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda:N</c>.</param>
    /// <param name="threads">Threads of one operation.</param>
    /// <exception cref="LakeSqlException">LSQ5005 when a file is missing or damaged.</exception>
    public static Predictor Load(string directory, string device, int threads)
    {
        TorchRuntime.EnsureLoaded();
        return LoadFiles(directory, device, threads);
    }

    /// <summary>Predicts rows; null for a row whose picture is NULL or broken.</summary>
    /// <param name="rows">byte[], double, string or null for each feature.</param>
    /// <param name="pixelsMax">A picture with more counts as broken.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    public Prediction?[] Predict(
        IReadOnlyList<object?[]> rows, long pixelsMax, CancellationToken cancellationToken)
    {
        var results = new Prediction?[rows.Count];
        for (var start = 0; start < rows.Count; start += BatchMax)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = rows.Skip(start).Take(BatchMax).ToArray();
            PredictBatch(batch, pixelsMax).CopyTo(results, start);
        }

        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    /// <summary>Bytes to numbers around 0, as the network was trained on.</summary>
    internal static Tensor Normalise(Tensor pictures) => (pictures.to(ScalarType.Float32) / 127.5) - 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Predictor LoadFiles(string directory, string device, int threads)
    {
        string json;
        byte[] weights;
        try
        {
            json = File.ReadAllText(Path.Combine(directory, ModelFiles.Description));
            weights = File.ReadAllBytes(Path.Combine(directory, ModelFiles.Weights));
        }
        catch (IOException e)
        {
            throw new LakeSqlException(ErrorCode.ModelFileInvalid, "a file of the model is missing", SourceSpan.None,
                null, e);
        }

        set_num_threads(threads);
        var description = ModelDescription.Parse(json);
        var network = Networks.Create(description);
        using var scope = NewDisposeScope();
        var tensors = SafeTensors.Read(weights);
        var (missing, unexpected) = network.load_state_dict(tensors, strict: false);
        if (missing.Count > 0 || unexpected.Count > 0)
        {
            network.Dispose();
            throw ErrorCode.ModelFileInvalid.Error("the weights do not fit the model's description");
        }

        network.to(new Device(device));
        network.eval();
        return new Predictor(description, network, device);
    }

    private Prediction?[] PredictBatch(object?[][] rows, long pixelsMax)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var results = new Prediction?[rows.Length];
        var (inputs, usable) = Encode(rows, pixelsMax);
        if (usable.Length == 0)
        {
            return results;
        }

        var outputs = network.forward(inputs.to(new Device(device)));
        if (Description.Task == ModelTask.Regression)
        {
            var values = outputs.cpu().data<float>().ToArray();
            for (var i = 0; i < usable.Length; i++)
            {
                var value = (values[i] * Description.TargetDeviation) + Description.TargetMean;
                results[usable[i]] = new Prediction(null, null, null, value);
            }

            return results;
        }

        var scores = functional.softmax(outputs, 1).cpu().data<float>().ToArray();
        var count = Description.Classes.Count;
        for (var i = 0; i < usable.Length; i++)
        {
            var row = scores.AsSpan(i * count, count).ToArray().Select(s => (double)s).ToArray();
            var best = Array.IndexOf(row, row.Max());
            results[usable[i]] = new Prediction(Description.Classes[best], row[best], row, null);
        }

        return results;
    }

    private (Tensor Inputs, int[] Usable) Encode(object?[][] rows, long pixelsMax)
    {
        if (Description.Task != ModelTask.ImageClassification)
        {
            var width = Encoding.WidthOf(Description.Features);
            var values = new float[rows.Length * width];
            for (var i = 0; i < rows.Length; i++)
            {
                Encoding.WriteRow(Description.Features, rows[i], values.AsSpan(i * width, width));
            }

            return (tensor(values).reshape(rows.Length, width), [.. Enumerable.Range(0, rows.Length)]);
        }

        var size = Description.ImageSize;
        var pictures = rows.Select(r => Encoding.Pixels(r[0], size, pixelsMax, out _)).ToArray();
        var usable = Enumerable.Range(0, rows.Length).Where(i => pictures[i] is not null).ToArray();
        var inputs = empty([usable.Length, 3, size, size], ScalarType.Byte);
        for (var i = 0; i < usable.Length; i++)
        {
            pictures[usable[i]]!.CopyTo(inputs.bytes[(i * 3 * size * size)..]);
        }

        return (usable.Length == 0 ? inputs : Normalise(inputs), usable);
    }
}
