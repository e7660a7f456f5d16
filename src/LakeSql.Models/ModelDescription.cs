using System.Text.Json;
using System.Text.Json.Serialization;
using LakeSql.Common.Errors;

namespace LakeSql.Models;

/// <summary>What a model is for.</summary>
public enum ModelTask
{
    /// <summary><c>image_classification</c></summary>
    ImageClassification,

    /// <summary><c>classification</c> of rows of numbers and words.</summary>
    Classification,

    /// <summary><c>regression</c> on rows of numbers and words.</summary>
    Regression,
}

/// <summary>What a feature's values are.</summary>
public enum FeatureKind
{
    /// <summary>An encoded picture.</summary>
    Image,

    /// <summary>A number.</summary>
    Numeric,

    /// <summary>A word out of a set that training has seen.</summary>
    Text,
}

/// <summary>A column that a model learns from.</summary>
public sealed record FeatureColumn(string Name, FeatureKind Kind)
{
    /// <summary>Mean over the training rows, of a numeric feature.</summary>
    public double Mean { get; init; }

    /// <summary>Standard deviation over the training rows, of a numeric feature; never 0.</summary>
    public double Deviation { get; init; } = 1;

    /// <summary>The words that training has seen, of a text feature.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];
}

/// <summary>Everything about a trained model but its weights; kept as JSON in the registry.</summary>
public sealed record ModelDescription
{
    /// <summary>What it is for.</summary>
    public required ModelTask Task { get; init; }

    /// <summary>Its arguments, in order.</summary>
    public required IReadOnlyList<FeatureColumn> Features { get; init; }

    /// <summary>The column it predicts.</summary>
    public required string Target { get; init; }

    /// <summary>The classes in the order of its outputs; empty for regression.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Width and height in pixels that pictures are scaled to.</summary>
    public int ImageSize { get; init; }

    /// <summary>Width of hidden layers.</summary>
    public int Hidden { get; init; }

    /// <summary>Mean of the target over the training rows, for regression.</summary>
    public double TargetMean { get; init; }

    /// <summary>Standard deviation of the target over the training rows, for regression.</summary>
    public double TargetDeviation { get; init; } = 1;

    /// <summary>The description as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ModelJson.Default.ModelDescription);

    /// <summary>The description again.</summary>
    /// <exception cref="LakeSqlException">LSQ5005 when the text is none.</exception>
    public static ModelDescription Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ModelJson.Default.ModelDescription)
                ?? throw ErrorCode.ModelFileInvalid.Error("the model's description is empty");
        }
        catch (JsonException e)
        {
            throw new LakeSqlException(
                ErrorCode.ModelFileInvalid, "the model's description is damaged", SourceSpan.None, null, e);
        }
    }
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(ModelDescription))]
internal sealed partial class ModelJson : JsonSerializerContext;
