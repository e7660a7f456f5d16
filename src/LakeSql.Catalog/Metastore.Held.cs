using System.Collections.Concurrent;
using LakeSql.Catalog.Storage;

namespace LakeSql.Catalog;

public sealed partial class Metastore
{
    /// <summary>Answers of one sort that are kept: names that do not exist have no bound.</summary>
    private const int AnswersMax = 10_000;

    private readonly Answers? known;
    private volatile Metastore? held;

    private Metastore(Database database, Answers? known)
    {
        this.database = database;
        this.known = known;
    }

    /// <summary>
    /// Changes when securables, principals, grants, models or runs may have changed, in whatever process. Equal values
    /// mean that nothing did.
    /// </summary>
    public MetastoreState State => database.State();

    /// <summary>
    /// The metastore for the binding of one statement: it answers from memory what has been asked in this state
    /// before. Its state is the newest at the moment of this call, and stays.
    /// </summary>
    /// <remarks>
    /// What another process commits between this call and a question shows in the answer, or does not; the next
    /// statement is given a new memory then, as the state it compares is the one from before the questions.
    /// </remarks>
    public Metastore Held()
    {
        var state = State;
        if (held is { } current && current.known!.State == state)
        {
            return current;
        }

        var next = new Metastore(database, new Answers(state)) { rootId = RootId };
        held = next;
        return next;
    }

    /// <summary>The answer that is known, else what <paramref name="ask"/> gives, which is then known.</summary>
    private static TAnswer Known<TKey, TAnswer>(
        ConcurrentDictionary<TKey, TAnswer>? answers, TKey key, Func<TAnswer> ask)
        where TKey : notnull
    {
        if (answers is null)
        {
            return ask();
        }

        if (!answers.TryGetValue(key, out var answer))
        {
            answer = ask();
            if (answers.Count < AnswersMax)
            {
                answers[key] = answer;
            }
        }

        return answer;
    }

    /// <summary>What was asked in one state of the metastore, with what it said.</summary>
    private sealed class Answers(MetastoreState state)
    {
        public MetastoreState State => state;

        public ConcurrentDictionary<Guid, Securable?> ById { get; } = [];

        public ConcurrentDictionary<(Guid Parent, string Name, SecurableKind Kind), Securable?> ByName { get; } = [];

        public ConcurrentDictionary<Guid, string> FullNames { get; } = [];

        public ConcurrentDictionary<string, IReadOnlySet<string>> Principals { get; } = [];

        public ConcurrentDictionary<string, Account?> Accounts { get; } = [];

        public ConcurrentDictionary<string, Limits> Limits { get; } = [];

        public TransactionsSeen? Transactions { get; set; }

        /// <summary>The sets of principals are those above, and so one object a user.</summary>
        public ConcurrentDictionary<(IReadOnlySet<string>, Guid, Privilege), AccessDecision> Decisions { get; } = [];
    }
}

/// <summary>A state of the metastore, to compare with a later one.</summary>
/// <param name="Others">Counts what other connections committed.</param>
/// <param name="Own">Counts what this one changed, but for the records of statements.</param>
public readonly record struct MetastoreState(long Others, long Own);
