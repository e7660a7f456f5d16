using LakeSql.Storage.Delta.Checkpoints;
using LakeSql.Storage.Delta.Log;
using Xunit;

namespace LakeSql.Storage.Tests.Delta.Checkpoints;

/// <summary>
/// Checkpoints of other writers. A reader that cannot read one may still get by without, so this asks directly.
/// </summary>
public sealed class RealCheckpointsTests
{
    [Fact]
    public void Every_checkpoint_of_the_real_tables_is_read()
    {
        var tables = Directory.GetDirectories(Shared.Data("delta"), LogDirectory.Name, SearchOption.AllDirectories)
            .Select(d => Path.GetDirectoryName(d)!);
        var checkpoints = tables.SelectMany(
            t => LogDirectory.TryOpen(t)!.Checkpoints.Select(c => (Table: t, Checkpoint: c)));
        var faults = new List<string>();
        var count = 0;
        foreach (var (table, checkpoint) in checkpoints)
        {
            count++;
            var error = Record.Exception(() => CheckpointReader.Read(table, checkpoint).ToList());
            if (error is not null)
            {
                faults.Add($"{checkpoint.Files[0]}: {error.GetType().Name}: {error.Message}");
            }
        }

        Assert.True(count > 30, $"only {count} checkpoints were found");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
