using System.Diagnostics;
using LakeSql.Data;

namespace LakeSql.Repl;

/// <summary>A line on standard error that shows how far a statement is, once it has run for two seconds.</summary>
internal sealed class ProgressLine : IDisposable
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Timer? timer;
    private readonly Lock writing = new();
    private bool shown;
    private bool done;

    public ProgressLine(LakeSqlConnection connection, bool enabled)
    {
        if (enabled)
        {
            timer = new Timer(_ => Show(connection), null, 2000, 500);
        }
    }

    /// <summary>Takes the line away, for good.</summary>
    public void Clear()
    {
        lock (writing)
        {
            done = true;
            if (shown)
            {
                Console.Error.Write("\r\u001b[K");
                shown = false;
            }
        }
    }

    public void Dispose()
    {
        timer?.Dispose();
        Clear();
    }

    private void Show(LakeSqlConnection connection)
    {
        lock (writing)
        {
            if (done)
            {
                return;
            }

            var (activity, fraction) = connection.Progress ?? ("running", null);
            var percent = fraction is { } f ? $" {f * 100:F0} %" : "";
            Console.Error.Write($"\r\u001b[K{activity}{percent} ({clock.Elapsed.TotalSeconds:F0} s)");
            shown = true;
        }
    }
}
