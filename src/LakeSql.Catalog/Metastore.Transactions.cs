using LakeSql.Catalog.Storage;

namespace LakeSql.Catalog;

/// <remarks>
/// A transaction of several commits is a row here, with the commits, from before the first of them is in its table's
/// log until after the last is. While it is pending nobody reads its versions, and who finds it with its writer gone
/// finishes it: so all its versions are seen from one moment on, or none ever.
/// </remarks>
public sealed partial class Metastore
{
    /// <summary>
    /// How long it is known which versions a transaction made, for transactions that began before it.
    /// </summary>
    private static readonly TimeSpan TransactionsKept = TimeSpan.FromDays(7);

    /// <summary>The transactions of several commits, at this moment.</summary>
    public TransactionsSeen Transactions() =>
        known is null ? AskTransactions() : known.Transactions ??= AskTransactions();

    /// <summary>
    /// Records a transaction before its first commit is visible; this is on the disk when it returns.
    /// </summary>
    /// <returns>The transaction's number.</returns>
    public long Prepare(IReadOnlyList<PreparedCommit> commits, IReadOnlyList<SettledVersion> lineage) =>
        database.WriteDurably(() =>
        {
            database.Execute(
                "DELETE FROM transactions WHERE state <> 'PENDING' AND made_at < $1",
                Row.Micros(Now() - TransactionsKept));
            var id = database.Query(
                "INSERT INTO transactions (state, made_at) VALUES ('PENDING', $1) RETURNING id",
                row => row.GetInt64(0), Row.Micros(Now()))[0];
            WriteCommits(id, commits, lineage);
            return id;
        });

    /// <summary>Puts other commits in the place of those of a pending transaction.</summary>
    public void PrepareAnew(
        long id, IReadOnlyList<PreparedCommit> commits, IReadOnlyList<SettledVersion> lineage) =>
        database.WriteDurably(() =>
        {
            database.Execute("DELETE FROM transaction_commits WHERE transaction_id = $1", id);
            database.Execute("DELETE FROM transaction_lineage WHERE transaction_id = $1", id);
            WriteCommits(id, commits, lineage);
            return true;
        });

    /// <summary>The commits of a pending transaction in order; none when it is pending no more.</summary>
    public IReadOnlyList<PreparedCommit> CommitsOf(long id) => database.Query(
        """
        SELECT location, version, content FROM transaction_commits
        WHERE transaction_id = $1 AND content IS NOT NULL ORDER BY location, version
        """,
        row => new PreparedCommit(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)), id);

    /// <summary>
    /// Ends a pending transaction: its versions are there for everybody, and the lineage of its statements names them;
    /// or it was undone.
    /// </summary>
    public void Finish(long id, bool isCommitted) => database.WriteDurably(() =>
    {
        if (database.Execute(
            "UPDATE transactions SET state = $2 WHERE id = $1 AND state = 'PENDING'",
            id, isCommitted ? "COMMITTED" : "UNDONE") == 0)
        {
            return false;
        }

        if (isCommitted)
        {
            Settle(database.Query(
                "SELECT query_id, table_name, version, is_target FROM transaction_lineage WHERE transaction_id = $1",
                row => new SettledVersion(row.Id(0), row.GetString(1), row.GetInt64(2), row.GetBoolean(3)), id));
        }

        database.Execute("UPDATE transaction_commits SET content = NULL WHERE transaction_id = $1", id);
        database.Execute("DELETE FROM transaction_lineage WHERE transaction_id = $1", id);
        return true;
    });

    /// <summary>Names versions in the lineage of statements that ended before the versions were known.</summary>
    public void Settle(IReadOnlyList<SettledVersion> lineage) => database.Write(() =>
    {
        foreach (var (query, table, version, isTarget) in lineage)
        {
            foreach (var update in isTarget ? SettleTarget : SettleSource)
            {
                database.Execute(update, Row.Text(query), table, version);
            }
        }
    });

    /// <summary>
    /// The last version of a table that comes before everything of transactions which ended after, or were pending at,
    /// a moment; null when none of these wrote to the table.
    /// </summary>
    public long? LastBefore(string location, TransactionsSeen moment)
    {
        var firsts = database.Query(
            """
            SELECT transaction_id, min(version) FROM transaction_commits WHERE location = $1 GROUP BY 1
            """,
            row => (Id: row.GetInt64(0), Version: row.GetInt64(1)), location);
        var hidden = firsts.Where(f => f.Id > moment.Last || moment.Pending.Any(p => p.Id == f.Id)).ToList();
        return hidden.Count > 0 ? hidden.Min(h => h.Version) - 1 : null;
    }

    private static readonly string[] SettleTarget =
    [
        "UPDATE table_lineage SET target_version = $3 WHERE query_id = $1 AND target_name = $2",
    ];

    private static readonly string[] SettleSource =
    [
        """
        UPDATE table_lineage SET source_version = $3
        WHERE query_id = $1 AND source_name = $2 AND source_version IS NULL
        """,
        """
        UPDATE column_lineage SET source_version = $3
        WHERE query_id = $1 AND source_table = $2 AND source_version IS NULL
        """,
    ];

    private TransactionsSeen AskTransactions() => database.Together(() =>
    {
        var last = database.Query("SELECT coalesce(max(id), 0) FROM transactions", row => row.GetInt64(0))[0];
        var firsts = database.Query(
            """
            SELECT t.id, c.location, min(c.version) FROM transactions t
            JOIN transaction_commits c ON c.transaction_id = t.id
            WHERE t.state = 'PENDING' GROUP BY t.id, c.location ORDER BY t.id
            """,
            row => (Id: row.GetInt64(0), Location: row.GetString(1), Version: row.GetInt64(2)));
        return new TransactionsSeen(last, [.. firsts.GroupBy(f => f.Id).Select(g => new PendingTransaction(
            g.Key, g.ToDictionary(f => f.Location, f => f.Version, StringComparer.Ordinal)))]);
    });

    private void WriteCommits(
        long id, IReadOnlyList<PreparedCommit> commits, IReadOnlyList<SettledVersion> lineage)
    {
        foreach (var commit in commits)
        {
            database.Execute(
                "INSERT INTO transaction_commits VALUES ($1, $2, $3, $4)",
                id, commit.Location, commit.Version, commit.Content);
        }

        foreach (var (query, table, version, isTarget) in lineage)
        {
            database.Execute(
                "INSERT INTO transaction_lineage VALUES ($1, $2, $3, $4, $5)",
                id, Row.Text(query), table, version, isTarget);
        }
    }
}
