using System.Diagnostics;

namespace LakeSql.Benchmarks;

/// <summary>Times two ways to do one thing, in turn, so that a change of the machine's speed meets both.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Ours">Seconds of LakeSql, one a round.</param>
/// <param name="Rival">Seconds of the rival, one a round.</param>
internal sealed record PairedRuns(string Name, double[] Ours, double[] Rival)
{
    /// <summary>Median over the rounds of ours divided by the rival's of the same round.</summary>
    public double Ratio => Median([.. Ours.Zip(Rival, (a, b) => a / b)]);

    /// <summary>Some rounds to warm up, then <paramref name="rounds"/> that count; who goes first changes.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="rounds">How many count.</param>
    /// <param name="ours">LakeSql's way.</param>
    /// <param name="rival">The other way.</param>
    /// <param name="warmUps">
    /// How many do not: for what takes a few milliseconds as many as the runtime needs to compile its methods anew.
    /// </param>
    public static PairedRuns Measure(string name, int rounds, Action ours, Action rival, int warmUps = 1)
    {
        for (var i = 0; i < warmUps; i++)
        {
            ours();
            rival();
        }

        var (a, b) = (new double[rounds], new double[rounds]);
        for (var i = 0; i < rounds; i++)
        {
            if (i % 2 == 0)
            {
                (a[i], b[i]) = (Seconds(ours), Seconds(rival));
            }
            else
            {
                (b[i], a[i]) = (Seconds(rival), Seconds(ours));
            }
        }

        return new PairedRuns(name, a, b);
    }

    /// <summary>One line a pair, then the geometric mean of the ratios.</summary>
    public static void Print(IReadOnlyCollection<PairedRuns> pairs)
    {
        Console.WriteLine($"{"",-24}{"LakeSql ms",12}{"rival ms",12}{"ratio",8}");
        foreach (var pair in pairs)
        {
            Console.WriteLine(
                $"{pair.Name,-24}{Median(pair.Ours) * 1000,12:F1}{Median(pair.Rival) * 1000,12:F1}{pair.Ratio,8:F2}");
        }

        var mean = Math.Exp(pairs.Average(p => Math.Log(p.Ratio)));
        Console.WriteLine($"{"geometric mean",-24}{"",24}{mean,8:F2}");
    }

    private static double Seconds(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
