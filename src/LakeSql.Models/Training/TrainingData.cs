namespace LakeSql.Models;

/// <summary>Rows to learn from.</summary>
public interface ITrainingData
{
    /// <summary>The columns to learn from.</summary>
    IReadOnlyList<FeatureColumn> Features { get; }

    /// <summary>The column to predict.</summary>
    string Target { get; }

    /// <summary>The rows, in the same order each time.</summary>
    IEnumerable<TrainingRow> Rows();
}

/// <summary>One row.</summary>
/// <param name="Features">byte[], double, string or null, by the feature's kind.</param>
/// <param name="Target">A string for classes, a double for regression; null rows are skipped.</param>
public sealed record TrainingRow(object?[] Features, object? Target);

/// <summary>How far training is.</summary>
public sealed record TrainingProgress(int Epoch, int Epochs, IReadOnlyDictionary<string, double> Metrics);

/// <summary>A value measured after an epoch.</summary>
public sealed record EpochMetric(int Epoch, string Name, double Value);

/// <summary>A trained model, not stored yet.</summary>
/// <param name="Description">Everything but the weights.</param>
/// <param name="Weights">The weights as a safetensors file.</param>
/// <param name="Metrics">Last values.</param>
/// <param name="History">Values of every epoch.</param>
public sealed record TrainedModel(
    ModelDescription Description, byte[] Weights, IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyList<EpochMetric> History)
{
    /// <summary>Writes the model's files into a new directory.</summary>
    /// <returns>SHA-256 of description and weights, in hexadecimal.</returns>
    public string SaveTo(string directory)
    {
        Directory.CreateDirectory(directory);
        var json = System.Text.Encoding.UTF8.GetBytes(Description.ToJson());
        File.WriteAllBytes(Path.Combine(directory, ModelFiles.Description), json);
        File.WriteAllBytes(Path.Combine(directory, ModelFiles.Weights), Weights);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([.. json, .. Weights]));
    }
}

/// <summary>Names of a model's files.</summary>
internal static class ModelFiles
{
    public const string Description = "model.json";
    public const string Weights = "weights.safetensors";
}
