using System.Security.Cryptography;
using System.Text;

namespace LakeSql.Engine.Lakes;

/// <summary>The turn of a writer that has lost a race for a table: of those, one at a time tries again.</summary>
/// <remarks>
/// Writers of many processes that all try again at once mostly lose again, the slowest always. The turn is a lock of a
/// file, which goes with its process. It is a courtesy: what makes a commit safe is the one file of its version, and
/// who does not get the turn goes on without it.
/// </remarks>
internal static class WriterTurn
{
    private const int PollMs = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits for the turn; null when it does not come.</summary>
    /// <param name="lake">The lake's directory.</param>
    /// <param name="table">The table's full name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static IDisposable? Await(string lake, string table, CancellationToken cancellationToken)
    {
        var directory = Path.Combine(lake, "tmp", "turns");
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(table)).AsSpan(0, 16));
        var until = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                Directory.CreateDirectory(directory);
                return new FileStream(
                    Path.Combine(directory, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < until)
            {
                cancellationToken.WaitHandle.WaitOne(Random.Shared.Next(1, PollMs));
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
