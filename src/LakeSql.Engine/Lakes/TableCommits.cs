using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Upkeep;

namespace LakeSql.Engine.Lakes;

/// <summary>
/// How versions of a lake's tables are made and seen: one commit at a time, or several at once by a transaction.
/// </summary>
/// <remarks>
/// A transaction's commits go into several logs, one after the other. The metastore says of them, from before the first
/// to after the last, that they are pending; who reads a table meanwhile is shown the version before. Its writer holds
/// the locks of the tables. So a pending transaction whose tables can be locked has lost its writer, and who finds that
/// puts the missing commits into the logs: they are in the metastore. Only another engine, which knows nothing of the
/// locks, can have taken a version by then; the transaction is undone in that case.
/// </remarks>
internal sealed class TableCommits(Lake lake)
{
    private static readonly CommitDescription Undoing = CommitDescription.None with { Operation = "ROLLBACK" };

    /// <summary>The table as who begins to read now sees it.</summary>
    public DeltaTable Visible(Securable table)
    {
        var delta = lake.TableOf(table);
        return Recovered(table.Properties["location"]) is { } first ? delta.UpTo(first - 1) : delta;
    }

    /// <summary>True when a transaction on the table is not finished.</summary>
    public bool IsPending(string location) => FirstPending(location) is not null;

    /// <summary>Commits one version.</summary>
    /// <exception cref="LakeSqlException">LSQ4001 when it collides with others.</exception>
    public Snapshot Commit(Securable table, TableChange change, CancellationToken cancellationToken)
    {
        var location = table.Properties["location"];
        using var held = TableLock.Await(lake.Path, [location], _ => false, cancellationToken);

        // Since the table was bound a transaction may have come and lost its writer.
        return !IsPending(location)
            ? lake.TableOf(table).Commit(change)
            : throw ErrorCode.CommitConflict.Error(
                "a transaction on the table is not finished", hint: "run the statement again");
    }

    /// <summary>Commits several versions, which everybody who reads by LakeSql sees at once or not at all.</summary>
    /// <remarks>The caller holds the locks of the tables.</remarks>
    /// <param name="tables">What is to be committed, by table.</param>
    /// <param name="lineage">The versions for the lineage of statements, once the commits are known.</param>
    /// <exception cref="LakeSqlException">LSQ4001 when another engine came in between.</exception>
    public void Commit(IReadOnlyList<StagedTable> tables, Func<IReadOnlyList<SettledVersion>> lineage)
    {
        List<PreparedCommit> Prepared() => [.. tables.SelectMany(t => t.Commits)];
        if (Prepared().Count == 1)
        {
            PlaceAll(tables[0], () => { });
            lake.Metastore.Settle(lineage());
            return;
        }

        var id = lake.Metastore.Prepare(Prepared(), lineage());
        try
        {
            foreach (var table in tables)
            {
                PlaceAll(table, () => lake.Metastore.PrepareAnew(id, Prepared(), lineage()));
            }
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.CommitConflict)
        {
            Undo(lake.Metastore.CommitsOf(id));
            lake.Metastore.Finish(id, isCommitted: false);
            throw;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            FinishOrLeave(id, e);
            return;
        }

        lake.Metastore.Finish(id, isCommitted: true);
    }

    /// <summary>Puts a table's commits into its log, behind what another engine has put there meanwhile.</summary>
    private static void PlaceAll(StagedTable table, Action moved)
    {
        while (!table.TryPlace())
        {
            table.Rebase();
            moved();
        }
    }

    /// <summary>
    /// The first version of a pending transaction that its writer still works at; null when there is none.
    /// </summary>
    private long? Recovered(string location)
    {
        while (FirstPending(location) is { } first)
        {
            var pending = lake.Metastore.Held().Transactions().Pending
                .FirstOrDefault(p => p.FirstVersions.ContainsKey(location));
            if (pending is null)
            {
                continue;
            }

            using var held = TableLock.Try(lake.Path, pending.FirstVersions.Keys);
            if (held is null)
            {
                return first;
            }

            Recover(pending.Id);
        }

        return null;
    }

    private long? FirstPending(string location)
    {
        long? first = null;
        foreach (var pending in lake.Metastore.Held().Transactions().Pending)
        {
            if (pending.FirstVersions.TryGetValue(location, out var version))
            {
                first = Math.Min(first ?? version, version);
            }
        }

        return first;
    }

    /// <summary>Finishes a transaction whose writer is gone, or undoes it.</summary>
    private void Recover(long id)
    {
        var commits = lake.Metastore.CommitsOf(id);
        var isWhole = commits.All(c =>
            TableAt(c.Location) is var table && (table.Holds(c.Version, c.Content)
                || table.TryPlace(c.Version, c.Content)));
        if (!isWhole)
        {
            Undo(commits);
        }

        lake.Metastore.Finish(id, isWhole);
    }

    /// <summary>Tries what failed once more; else the next statement that meets the transaction will.</summary>
    private void FinishOrLeave(long id, Exception cause)
    {
        try
        {
            Recover(id);
        }
        catch (Exception e) when (e is LakeSqlException or IOException or UnauthorizedAccessException)
        {
            throw new LakeSqlException(
                ErrorCode.IoFailed, $"the transaction could not be written to its end: {cause.Message}",
                SourceSpan.None, "it is finished as a whole, or undone, when the lake can be written again", cause);
        }
    }

    /// <summary>Takes back what is in the logs, by commits that give each table the content from before.</summary>
    private void Undo(IReadOnlyList<PreparedCommit> commits)
    {
        foreach (var ours in commits.GroupBy(c => c.Location))
        {
            var table = TableAt(ours.Key);
            var placed = ours.Where(c => table.Holds(c.Version, c.Content)).ToList();
            if (placed.Count > 0)
            {
                CommitUndo.Run(table, placed[0].Version, placed.Select(c => c.Content), Undoing);
            }
        }
    }

    /// <summary>The table of a location, perhaps without a name by now: its whole log stays.</summary>
    private DeltaTable TableAt(string location) => new(Path.Combine(lake.Path, location)) { Pinned = () => [0] };
}
