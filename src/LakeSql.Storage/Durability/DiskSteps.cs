namespace LakeSql.Storage.Durability;

/// <summary>
/// The moments before a change of a lake's files, all in one place, so that tests can fail, stop or look there.
/// </summary>
/// <remarks>
/// A watcher is told of the steps of its own flow of control alone. Outside of tests there is none, and this costs
/// nothing that could be measured beside a write to a disk.
/// </remarks>
public static class DiskSteps
{
    /// <summary>More at once than a disk and the journal of its file system make one write of.</summary>
    private const int LanesMax = 4;

    private static readonly AsyncLocal<Action<string>?> Watcher = new();

    /// <summary>Says what comes next. What a watcher throws is what the step itself might have thrown.</summary>
    public static void Before(string step) => Watcher.Value?.Invoke(step);

    /// <summary>
    /// Does all of them, several at once, since each mostly waits for the disk; one after the other when somebody
    /// watches.
    /// </summary>
    internal static void Together(IReadOnlyList<Action> works)
    {
        var lanes = Watcher.Value is null ? Math.Clamp(works.Count, 1, LanesMax) : 1;
        var background = Enumerable.Range(1, lanes - 1).Select(i => Task.Run(() => Lane(i))).ToArray();
        try
        {
            Lane(0);
        }
        finally
        {
            // Nothing may still be under way when the caller hears of a failure.
            Task.WhenAll(background).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
                .Wait();
        }

        Array.ForEach(background, t => t.GetAwaiter().GetResult());

        void Lane(int first)
        {
            for (var i = first; i < works.Count; i += lanes)
            {
                works[i]();
            }
        }
    }

    /// <summary>From now on the caller's steps are told to <paramref name="watcher"/>; null: to nobody.</summary>
    internal static void Watch(Action<string>? watcher) => Watcher.Value = watcher;
}
