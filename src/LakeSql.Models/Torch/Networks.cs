using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LakeSql.Models.Torch;

/// <summary>The networks that LakeSql trains.</summary>
internal static class Networks
{
    public static Module<Tensor, Tensor> Create(ModelDescription description)
    {
        var outputs = description.Task == ModelTask.Regression ? 1 : description.Classes.Count;
        return description.Task == ModelTask.ImageClassification
            ? Convolutional(outputs)
            : Perceptron(Encoding.WidthOf(description.Features), description.Hidden, outputs);
    }

    /// <summary>
    /// Four blocks of convolution, batch norm and pooling, an average over the picture, one linear layer.
    /// </summary>
    private static Sequential Convolutional(int classes)
    {
        var layers = new List<(string, Module<Tensor, Tensor>)>();
        var channels = 3;
        foreach (var (width, index) in new[] { 24, 48, 96, 128 }.Select((w, i) => (w, i)))
        {
            layers.Add(($"conv{index}", Conv2d(channels, width, 3, padding: 1, bias: false)));
            layers.Add(($"norm{index}", BatchNorm2d(width)));
            layers.Add(($"relu{index}", ReLU()));
            layers.Add(($"pool{index}", MaxPool2d(2)));
            channels = width;
        }

        layers.Add(("average", AdaptiveAvgPool2d(1)));
        layers.Add(("flatten", Flatten()));
        layers.Add(("dropout", Dropout(0.2)));
        layers.Add(("head", Linear(channels, classes)));
        return Sequential(layers);
    }

    private static Sequential Perceptron(int inputs, int hidden, int outputs) => Sequential(
        ("first", Linear(inputs, hidden)), ("relu1", ReLU()),
        ("second", Linear(hidden, hidden)), ("relu2", ReLU()),
        ("head", Linear(hidden, outputs)));
}
