using LakeSql.Common.Errors;
using LakeSql.Models.Images;

namespace LakeSql.Models.Torch;

/// <summary>Rows to the numbers that a network takes.</summary>
internal static class Encoding
{
    /// <summary>Text features with more values keep the most frequent ones.</summary>
    private const int LevelsMax = 100;

    /// <summary>Learns means, deviations and words from the training rows.</summary>
    public static FeatureColumn Fit(FeatureColumn feature, IReadOnlyList<object?> values)
    {
        if (feature.Kind == FeatureKind.Text)
        {
            var levels = values.OfType<string>().GroupBy(v => v).OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key, StringComparer.Ordinal).Take(LevelsMax).Select(g => g.Key)
                .Order(StringComparer.Ordinal).ToArray();
            return feature with { Levels = levels };
        }

        var (mean, deviation) = Moments(values.OfType<double>());
        return feature with { Mean = mean, Deviation = deviation };
    }

    /// <summary>Mean and standard deviation; the deviation of equal values is taken as 1.</summary>
    public static (double Mean, double Deviation) Moments(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        if (finite.Length == 0)
        {
            return (0, 1);
        }

        var mean = finite.Average();
        var deviation = Math.Sqrt(finite.Average(v => (v - mean) * (v - mean)));
        return (mean, deviation > 1e-12 ? deviation : 1);
    }

    /// <summary>
    /// A number and a mark for NULL for each numeric feature, one place a word for each text feature.
    /// </summary>
    public static int WidthOf(IReadOnlyList<FeatureColumn> features) =>
        features.Sum(f => f.Kind == FeatureKind.Text ? f.Levels.Count : 2);

    public static void WriteRow(IReadOnlyList<FeatureColumn> features, object?[] row, Span<float> destination)
    {
        destination.Clear();
        var at = 0;
        for (var i = 0; i < features.Count; i++)
        {
            var feature = features[i];
            if (feature.Kind == FeatureKind.Text)
            {
                var level = row[i] is string word ? IndexOf(feature.Levels, word) : -1;
                if (level >= 0)
                {
                    destination[at + level] = 1;
                }

                at += feature.Levels.Count;
            }
            else
            {
                var known = row[i] is double value && double.IsFinite(value);
                destination[at] = known ? (float)(((double)row[i]! - feature.Mean) / feature.Deviation) : 0;
                destination[at + 1] = known ? 0 : 1;
                at += 2;
            }
        }
    }

    /// <summary>The pixels of a picture, or null when it is NULL or broken; then the reason.</summary>
    public static byte[]? Pixels(object? cell, int size, long pixelsMax, out string? error)
    {
        error = "the picture is NULL";
        if (cell is not byte[] encoded)
        {
            return null;
        }

        try
        {
            var pixels = new byte[3 * size * size];
            ImageDecoder.DecodeRgb(encoded, size, size, pixels, pixelsMax);
            error = null;
            return pixels;
        }
        catch (LakeSqlException e)
        {
            error = e.Message;
            return null;
        }
    }

    private static int IndexOf(IReadOnlyList<string> levels, string word)
    {
        for (var i = 0; i < levels.Count; i++)
        {
            if (levels[i] == word)
            {
                return i;
            }
        }

        return -1;
    }
}
