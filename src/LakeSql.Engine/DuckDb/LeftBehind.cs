using LakeSql.Common.Names;

namespace LakeSql.Engine.DuckDb;

/// <summary>Calls of the engine in this process that nobody waits for any more, each counted for its user.</summary>
/// <remarks>
/// They end by themselves, and take a processor until then. Whoever leaves some behind waits for them, and nobody else.
/// </remarks>
internal static class LeftBehind
{
    /// <summary>While so many of a user's go on, no other of theirs begins.</summary>
    public const int Max = 2;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, int> Counts = new(Identifier.Comparer);

    /// <summary>True when the user may not begin another.</summary>
    public static bool IsFull(string user)
    {
        lock (Gate)
        {
            return Counts.GetValueOrDefault(user) >= Max;
        }
    }

    /// <summary>One more goes on without its statement.</summary>
    public static void Add(string user)
    {
        lock (Gate)
        {
            Counts[user] = Counts.GetValueOrDefault(user) + 1;
        }
    }

    /// <summary>One of them has ended.</summary>
    public static void Remove(string user)
    {
        lock (Gate)
        {
            if (--Counts[user] == 0)
            {
                Counts.Remove(user);
            }
        }
    }
}
