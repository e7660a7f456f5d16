using System.Globalization;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Engine.DuckDb;
using LakeSql.Planner.Access;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta;

namespace LakeSql.Engine.Lakes;

/// <summary>A session's transaction from BEGIN to COMMIT or ROLLBACK.</summary>
/// <remarks>
/// Each table is read as it was when the transaction first read it, with the transaction's own changes; what policies
/// read is as all others see it. Of other
/// transactions it sees those whole that had ended when it began, and of later ones nothing. The changes wait here,
/// their data files on the disk; COMMIT checks them against what others have committed and makes all commits visible
/// at once.
/// </remarks>
internal sealed class OpenTransaction(Lake lake, string user)
{
    private readonly TransactionsSeen begun = lake.Metastore.Held().Transactions();
    private readonly Dictionary<string, TransactionTable> tables = new(StringComparer.Ordinal);
    private readonly List<SettledVersion> lineage = [];
    private readonly List<RequiredAccess> rights = [];
    private readonly Dictionary<Guid, DateTimeOffset> routines = [];

    /// <summary>True when a statement has failed: what follows it may rest on what it was to do.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>The rights that COMMIT takes: what its changes needed is asked for again.</summary>
    public IReadOnlyList<RequiredAccess> Rights => IsAborted ? [] : rights;

    public void Abort() => IsAborted = true;

    /// <summary>The table as the next statement sees it.</summary>
    public DeltaTable TableOf(Securable table) => Find(table).SeenFrom(lake.TableOf(table));

    /// <summary>A change waits for COMMIT.</summary>
    /// <returns>The version that it will make, as the transaction's own statements see it.</returns>
    public Snapshot Add(Securable table, TableChange change, ResolutionRecord resolution)
    {
        var staged = lake.TableOf(table).Stage(change);
        Find(table).Add(staged);
        rights.AddRange(resolution.Required);
        return staged.After;
    }

    /// <summary>Remembers what a statement has read, and by which texts of views and functions.</summary>
    public void Read(TableReads reads, ResolutionRecord resolution)
    {
        foreach (var text in resolution.Routines)
        {
            routines.TryAdd(text.Id, text.UpdatedAt);
        }

        foreach (var (scan, condition) in reads.All)
        {
            if (scan.Table is { } table && tables.TryGetValue(table.Properties["location"], out var seen)
                && scan.Snapshot.Version >= seen.Base.Version)
            {
                seen.Read(condition, scan.View is null);
            }
        }

        // Older versions than the one that was found never change, but what may be seen of them does.
        foreach (var table in resolution.Scans.Select(s => s.Governed).OfType<Securable>())
        {
            if (tables.TryGetValue(table.Properties["location"], out var seen))
            {
                seen.IsSeen = true;
            }
        }
    }

    /// <summary>True for a version that only this transaction knows; its number may still change.</summary>
    public bool IsUncommitted(string fullName, long? version) =>
        version is { } v
        && tables.Values.Any(t => t.FullName == fullName && t.Changes.Count > 0 && v > t.Base.Version);

    /// <summary>Remembers the versions in the lineage of a statement whose numbers are not certain yet.</summary>
    public void Remember(Guid query, ResolutionRecord resolution)
    {
        lineage.AddRange(resolution.Reads.Where(r => IsUncommitted(r.FullName, r.Version)).Distinct()
            .Select(r => new SettledVersion(query, r.FullName, r.Version!.Value, IsTarget: false)));
        if (resolution.Target is { } target && IsUncommitted(target.FullName, target.Version))
        {
            lineage.Add(new SettledVersion(query, target.FullName, target.Version!.Value, IsTarget: true));
        }
    }

    /// <summary>Makes all changes visible, or none.</summary>
    /// <returns>How many versions were made.</returns>
    /// <exception cref="LakeSqlException">LSQ4001 when others have committed what collides.</exception>
    public int Commit(CancellationToken cancellationToken)
    {
        var written = tables.Values.Where(t => t.Changes.Count > 0).ToList();
        if (written.Count == 0)
        {
            return 0;
        }

        var concerned = tables.Values.Where(t => t.Changes.Count > 0 || t.IsSeen).ToList();
        RequireThere(concerned);
        concerned.ForEach(t => lake.Commits.Visible(t.Table));
        using var held = TableLock.Await(
            lake.Path, concerned.Select(t => t.Location), l => tables[l].Changes.Count > 0, cancellationToken);
        if (routines.Any(r => lake.Metastore.ById(r.Key)?.UpdatedAt != r.Value))
        {
            throw ErrorCode.CommitConflict.Error(
                "the transaction cannot be committed: a view or function that it has used is another by now");
        }

        var staged = new List<StagedTable>();
        foreach (var table in concerned)
        {
            RequireFinished(table);
            RequirePolicies(table);
            if (table.Changes.Count > 0)
            {
                staged.Add(new StagedTable(table, lake.TableOf(table.Table), d => Moved(d, staged)));
            }
            else if (table.IsRead && table.Collision(lake.TableOf(table.Table)) is { } collision)
            {
                throw StagedTable.Conflict(table, collision);
            }
        }

        // Once to know the numbers of the versions, and again if the history has to name others than were read.
        staged.ForEach(t => t.Rebase());
        if (staged.Exists(t => t.Shift != 0))
        {
            staged.ForEach(t => t.Rebase());
        }

        cancellationToken.ThrowIfCancellationRequested();
        lake.Commits.Commit(staged, () => [.. lineage.Select(l => l with
        {
            Version = l.Version + ShiftOf(l.Table, l.Version, staged),
        })]);
        return staged.Sum(t => t.Commits.Count());
    }

    private TransactionTable Find(Securable table)
    {
        var location = table.Properties["location"];
        if (!tables.TryGetValue(location, out var found))
        {
            // The others are looked up after the newest version is known, so that none of them is missed.
            var visible = lake.Commits.Visible(table);
            var newest = visible.Latest();
            var last = lake.Metastore.LastBefore(location, begun) ?? newest.Version;
            found = new TransactionTable(
                table, lake.Metastore.FullName(table), last < newest.Version ? visible.At(last) : newest,
                EffectivePolicies.State(table, user, lake.Metastore));
            tables.Add(location, found);
        }

        return found;
    }

    /// <summary>What has been dropped is missed by name before anybody looks for its files.</summary>
    private void RequireThere(IEnumerable<TransactionTable> concerned)
    {
        if (concerned.FirstOrDefault(t => lake.Metastore.ById(t.Table.Id) is null) is { } dropped)
        {
            throw StagedTable.Conflict(dropped, "it has been dropped");
        }

        if (rights.Find(r => lake.Metastore.ById(r.Target.Id) is null) is { } gone)
        {
            // What a view reads is not told to its readers, nor what covers a path to those who name the path.
            throw ErrorCode.CommitConflict.Error(
                "the transaction cannot be committed: " + (gone.View is { } view ? $"what {view} reads"
                    : gone.IsPath ? $"what covered {gone.FullName}" : gone.FullName) + " is no longer there",
                hint: "nothing of the transaction was committed; run it again from BEGIN");
        }
    }

    private void RequireFinished(TransactionTable table)
    {
        if (lake.Commits.IsPending(table.Location))
        {
            throw StagedTable.Conflict(table, "another transaction on it is not finished");
        }
    }

    /// <summary>
    /// Rows and values that are hidden by now must not be changed by a statement that still saw them.
    /// </summary>
    private void RequirePolicies(TransactionTable table)
    {
        if (lake.Metastore.ById(table.Table.Id) is { } now
            && EffectivePolicies.State(now, user, lake.Metastore) != table.Policies)
        {
            throw StagedTable.Conflict(table, "what of it may be seen has changed");
        }
    }

    private CommitDescription Moved(CommitDescription description, IReadOnlyList<StagedTable> staged)
    {
        if (!description.LakeSql.TryGetValue("inputs", out var inputs))
        {
            return description;
        }

        var moved = inputs.Split(", ").Select(i => i.LastIndexOf('@') is > 0 and var at
            && long.TryParse(i[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? $"{i[..at]}@{version + ShiftOf(i[..at], version, staged)}" : i);
        return description with
        {
            LakeSql = new Dictionary<string, string>(description.LakeSql) { ["inputs"] = string.Join(", ", moved) },
        };
    }

    private long ShiftOf(string fullName, long version, IReadOnlyList<StagedTable> staged) =>
        IsUncommitted(fullName, version) ? staged.First(t => t.FullName == fullName).Shift : 0;
}
