using System.Runtime.CompilerServices;
using LakeSql.Common.Errors;
using LakeSql.Models.Torch;

namespace LakeSql.Models;

/// <summary>Trains models.</summary>
public static class Trainer
{
    /// <summary>Trains on rows; the same options, rows and number of threads give the same weights.</summary>
    /// <exception cref="LakeSqlException">LSQ5003 when nothing can be learned from the rows.</exception>
    /// <exception cref="OperationCanceledException">When cancelled, between two batches.</exception>
    public static TrainedModel Train(
        TrainingOptions options, ITrainingData data, IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        Check(options, data);
        var device = Devices.Resolve(options.Device);
        TorchRuntime.EnsureLoaded();
        return Run(options, data, device, progress, cancellationToken);
    }

    private static void Check(TrainingOptions options, ITrainingData data)
    {
        var images = data.Features.Count(f => f.Kind == FeatureKind.Image);
        if (options.Task == ModelTask.ImageClassification && (images != 1 || data.Features.Count != 1))
        {
            throw ErrorCode.TrainingDataInvalid.Error(
                $"image_classification learns from one column of pictures, the query has {images} of "
                + $"{data.Features.Count} columns",
                hint: "SELECT the picture and the target alone");
        }

        if (options.Task != ModelTask.ImageClassification && images > 0)
        {
            throw ErrorCode.TrainingDataInvalid.Error(
                "only image_classification learns from pictures", hint: "OPTIONS (task = 'image_classification')");
        }
    }

    /// <summary>Apart, so that TorchSharp is first touched after its library is loaded.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TrainedModel Run(
        TrainingOptions options, ITrainingData data, string device, IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        using var examples = Examples.Load(options, data, cancellationToken);
        return new TrainingLoop(options, examples, device, progress, cancellationToken).Run();
    }
}
