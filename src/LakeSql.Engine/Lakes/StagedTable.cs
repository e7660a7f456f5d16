using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta;

namespace LakeSql.Engine.Lakes;

/// <summary>What a transaction commits to one table: its changes, as commits that follow the newest version.</summary>
/// <param name="source">What the transaction has done.</param>
/// <param name="table">The table as it is on the disk.</param>
/// <param name="moved">What the history shall say of a change, now that versions have other numbers.</param>
internal sealed class StagedTable(
    TransactionTable source, DeltaTable table, Func<CommitDescription, CommitDescription> moved)
{
    private readonly List<StagedCommit> commits = [];
    private int placed;

    /// <summary>How many versions later the changes are committed than they were made for.</summary>
    public long Shift => commits.Count == 0 ? 0 : commits[0].Change.Read.Version - source.Base.Version;

    public string FullName => source.FullName;

    public IEnumerable<PreparedCommit> Commits =>
        commits.Select(c => new PreparedCommit(source.Location, c.After.Version, c.Content));

    /// <summary>Puts the commits into the log; false when another engine has put one of its own there.</summary>
    public bool TryPlace()
    {
        for (; placed < commits.Count; placed++)
        {
            if (!table.TryPlace(commits[placed].After.Version, commits[placed].Content))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The error of a transaction that others were faster than.</summary>
    public static LakeSqlException Conflict(TransactionTable table, string collision) =>
        ErrorCode.CommitConflict.Error(
            $"{table.ShownName} has changed since the transaction read it"
            + (table.IsNamed ? $": {collision}" : ""),
            hint: "nothing of the transaction was committed; run it again from BEGIN");

    /// <summary>Makes the commits follow the newest version.</summary>
    /// <exception cref="LakeSqlException">LSQ4001 when others have committed what collides.</exception>
    public void Rebase()
    {
        var collision = placed > 0 ? "another engine does not know of the transaction"
            : source.Collision(table);
        if (collision is not null)
        {
            throw Conflict(source, collision);
        }

        var read = table.Latest();
        commits.Clear();
        foreach (var change in source.Changes)
        {
            commits.Add(table.Stage(change with { Read = read, Description = moved(change.Description) }));
            read = commits[^1].After;
        }
    }
}
