using System.Security.Cryptography;
using System.Text;
using LakeSql.Common.Errors;

namespace LakeSql.Engine.Lakes;

/// <summary>
/// The lock of a table's log against other LakeSql processes: many that commit one version share it, one that commits
/// several together holds it alone.
/// </summary>
/// <remarks>
/// What keeps a log whole is that each version's file can be made once. The lock is for what that cannot do: nothing
/// may come between the commits of a transaction. It is a lock of a file, and so goes with its process.
/// </remarks>
internal sealed class TableLock : IDisposable
{
    private const int PollMs = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<FileStream> files = [];

    /// <summary>
    /// Waits for the locks, always in the same order, so that no two wait for each other.
    /// </summary>
    /// <param name="lake">The lake's directory.</param>
    /// <param name="locations">The tables.</param>
    /// <param name="isAlone">For which of them nobody else may have the lock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LakeSqlException">LSQ4001 when a lock does not come.</exception>
    public static TableLock Await(
        string lake, IEnumerable<string> locations, Func<string, bool> isAlone, CancellationToken cancellationToken)
    {
        var locks = new TableLock();
        try
        {
            foreach (var location in locations.Order(StringComparer.Ordinal))
            {
                var until = DateTime.UtcNow + Patience;
                while (!locks.TryAdd(lake, location, isAlone(location)))
                {
                    if (DateTime.UtcNow > until)
                    {
                        throw ErrorCode.CommitConflict.Error(
                            "another statement holds the table for too long", hint: "run the statement again");
                    }

                    cancellationToken.WaitHandle.WaitOne(Random.Shared.Next(1, PollMs));
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }

            return locks;
        }
        catch
        {
            locks.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The locks of tables' files, which many that delete unneeded ones share, and who takes some into another table's
    /// log holds alone.
    /// </summary>
    /// <exception cref="LakeSqlException">LSQ4001 when a lock does not come.</exception>
    public static TableLock AwaitFiles(
        string lake, IEnumerable<string> locations, bool isAlone, CancellationToken cancellationToken) =>
        Await(lake, locations.Select(l => l + " files"), _ => isAlone, cancellationToken);

    /// <summary>All locks alone, at once; null when somebody has one of them.</summary>
    public static TableLock? Try(string lake, IEnumerable<string> locations)
    {
        var locks = new TableLock();
        if (locations.All(l => locks.TryAdd(lake, l, isAlone: true)))
        {
            return locks;
        }

        locks.Dispose();
        return null;
    }

    public void Dispose() => files.ForEach(f => f.Dispose());

    private bool TryAdd(string lake, string location, bool isAlone)
    {
        var directory = Path.Combine(lake, "tmp", "locks");
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(location)).AsSpan(0, 16));
        try
        {
            if (!Directory.Exists(directory))
            {
                Directory.CreateDirectory(directory);
            }

            files.Add(new FileStream(
                Path.Combine(directory, name), FileMode.OpenOrCreate, isAlone ? FileAccess.ReadWrite : FileAccess.Read,
                isAlone ? FileShare.None : FileShare.Read));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException e)
        {
            throw ErrorCode.IoFailed.Error($"the lake cannot be written: {e.Message}");
        }
    }
}
