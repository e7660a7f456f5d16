using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Models.Images;

namespace LakeSql.Models;

/// <summary>How to train: the OPTIONS of TRAIN MODEL.</summary>
public sealed record TrainingOptions
{
    private static readonly Dictionary<string, ModelTask> Tasks = new(Identifier.Comparer)
    {
        ["image_classification"] = ModelTask.ImageClassification,
        ["classification"] = ModelTask.Classification,
        ["regression"] = ModelTask.Regression,
    };

    private static readonly string[] Names =
        ["task", "epochs", "batch_size", "learning_rate", "seed", "image_size", "validation_fraction", "hidden",
            "threads",
            "device", "backbone"];

    /// <summary>What the model is for.</summary>
    public ModelTask Task { get; init; }

    /// <summary>Passes over the rows.</summary>
    public int Epochs { get; init; }

    /// <summary>Rows a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Highest step size of Adam; it falls to 0 along a cosine.</summary>
    public double LearningRate { get; init; } = 0.003;

    /// <summary>Start of all random choices.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Width and height in pixels that pictures are scaled to.</summary>
    public int ImageSize { get; init; } = 64;

    /// <summary>Larger pictures are left out.</summary>
    public long PixelsMax { get; init; } = ImageDecoder.PixelsMax;

    /// <summary>Share of the rows that is kept back to measure with.</summary>
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>Width of hidden layers, for rows of numbers and words.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Threads of one operation. Results are the same only for the same number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Reads OPTIONS; what is not given has its default for the task.</summary>
    /// <exception cref="LakeSqlException">LSQ2016 for an unknown name or a value out of range.</exception>
    public static TrainingOptions Parse(IReadOnlyDictionary<string, string> options)
    {
        foreach (var name in options.Keys)
        {
            if (!Names.Contains(name, Identifier.Comparer))
            {
                var near = Identifier.Nearest(name, Names);
                throw ErrorCode.InvalidOption.Error(
                    $"TRAIN MODEL has no option {name}",
                    hint: near is null ? $"options are {string.Join(", ", Names)}" : $"did you mean {near}?");
            }
        }

        var given = new Dictionary<string, string>(options, Identifier.Comparer);
        if (!given.TryGetValue("task", out var taskName) || !Tasks.TryGetValue(taskName, out var task))
        {
            throw ErrorCode.InvalidOption.Error(
                given.ContainsKey("task") ? $"'{given["task"]}' is no task" : "option task is missing",
                hint: $"task is one of {string.Join(", ", Tasks.Keys)}");
        }

        if (given.TryGetValue("backbone", out var backbone) && !Identifier.Same(backbone, "small_cnn"))
        {
            throw ErrorCode.InvalidOption.Error($"backbone '{backbone}' is not known", hint: "backbone is small_cnn");
        }

        return new TrainingOptions
        {
            Task = task,
            Epochs = (int)Whole(given, "epochs", task == ModelTask.ImageClassification ? 20 : 60, 1, 10_000),
            BatchSize = (int)Whole(given, "batch_size", 32, 1, 4096),
            LearningRate = Real(given, "learning_rate", task == ModelTask.ImageClassification ? 0.003
                : 0.005, 1e-8, 10),
            Seed = Whole(given, "seed", 1, 0, long.MaxValue),
            ImageSize = (int)Whole(given, "image_size", 64, 16, 512),
            ValidationFraction = Real(given, "validation_fraction", 0.2, 0, 0.9),
            Hidden = (int)Whole(given, "hidden", 64, 1, 4096),
            Threads = (int)Whole(given, "threads", 1, 1, 256),
            Device = given.GetValueOrDefault("device", "auto"),
        };
    }

    /// <summary>Every value in force, for the record of the run.</summary>
    public IReadOnlyDictionary<string, string> ToParameters() => new Dictionary<string, string>
    {
        ["task"] = Tasks.First(t => t.Value == Task).Key,
        ["epochs"] = Text(Epochs),
        ["batch_size"] = Text(BatchSize),
        ["learning_rate"] = Text(LearningRate),
        ["seed"] = Text(Seed),
        ["image_size"] = Text(ImageSize),
        ["validation_fraction"] = Text(ValidationFraction),
        ["hidden"] = Text(Hidden),
        ["threads"] = Text(Threads),
        ["device"] = Device,
    };

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static long Whole(Dictionary<string, string> given, string name, long otherwise, long low, long high) =>
        !given.TryGetValue(name, out var text) ? otherwise
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= low && value <= high ? value
        : throw ErrorCode.InvalidOption.Error(
            $"option {name} must be a whole number from {low} to {high}, not '{text}'");

    private static double Real(Dictionary<string, string> given, string name, double otherwise, double low,
        double high) =>
        !given.TryGetValue(name, out var text) ? otherwise
        : double.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high ? value
        : throw ErrorCode.InvalidOption.Error(string.Create(
            CultureInfo.InvariantCulture, $"option {name} must be a number from {low} to {high}, not '{text}'"));
}
