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
    private static readonly AsyncLocal<Action<string>?> Watcher = new();

    /// <summary>Says what comes next. What a watcher throws is what the step itself might have thrown.</summary>
    public static void Before(string step) => Watcher.Value?.Invoke(step);

    /// <summary>
    /// Does both at once, since each mostly waits for the disk; one after the other when somebody watches.
    /// </summary>
    internal static void Together(Action one, Action other)
    {
        if (Watcher.Value is not null)
        {
            one();
            other();
            return;
        }

        var background = Task.Run(other);
        try
        {
            one();
        }
        finally
        {
            // Nothing may still be under way when the caller hears of a failure.
            background.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        }

        background.GetAwaiter().GetResult();
    }

    /// <summary>From now on the caller's steps are told to <paramref name="watcher"/>; null: to nobody.</summary>
    internal static void Watch(Action<string>? watcher) => Watcher.Value = watcher;
}
