using LakeSql.Storage.Delta.Log;
using LakeSql.Storage.Delta.Pruning;

namespace LakeSql.Storage.Delta;

/// <summary>A change of a table that is ready to be committed; its data files are written already.</summary>
/// <param name="Read">The version that the change was computed from.</param>
/// <param name="Adds">The files that come in.</param>
/// <param name="Removes">The files of <paramref name="Read"/> that go.</param>
/// <param name="NewMetadata">The metadata from now on; null when it stays.</param>
/// <param name="IsBlindAppend">
/// True when the change reads nothing of the table, so that other appends don't matter.
/// </param>
/// <param name="Description">What the history shall say.</param>
/// <param name="DataChange">False when rows are only moved between files, as OPTIMIZE does.</param>
public sealed record TableChange(
    Snapshot Read, IReadOnlyList<DataFile> Adds, IReadOnlyList<DataFile> Removes, TableMetadata? NewMetadata,
    bool IsBlindAppend, CommitDescription Description, bool DataChange = true)
{
    /// <summary>
    /// Files that tell row by row what the change did; empty when the files that come and go tell it.
    /// </summary>
    public IReadOnlyList<DataFile> ChangeData { get; init; } = [];

    /// <summary>
    /// Names of things that are done with this commit, and must not be done again; asked for by
    /// <see cref="Snapshot.HasDone"/>.
    /// </summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>
    /// Conditions of which each says what rows of the table the change has read; null when it has read all. Where it
    /// is a blind append, or only moves rows, there is none.
    /// </summary>
    public IReadOnlyList<FilePredicate>? Reads { get; init; }

    /// <summary>
    /// Metadata domains that are set, by name, each with its configuration; null takes a domain away. What other
    /// features of writers keep there stays.
    /// </summary>
    /// <remarks>Source: the Delta protocol, "Domain Metadata".</remarks>
    public IReadOnlyDictionary<string, string?> Domains { get; init; } = new Dictionary<string, string?>();

    /// <summary>True when the change may follow any other change that leaves metadata and protocol alone.</summary>
    internal bool CanFollowOthers => IsBlindAppend && Removes.Count == 0 && NewMetadata is null && Done.Count == 0
        && Domains.Count == 0;

    /// <summary>The protocol of the table that the new files come from; null when they are made for this one.</summary>
    public Protocol? FilesProtocol { get; init; }

    /// <summary>True when the table's rows are the same before and after.</summary>
    /// <remarks>What the files hold that it speaks of is all that it has read.</remarks>
    internal bool OnlyMovesRows => !DataChange && NewMetadata is null && Domains.Count == 0;

    /// <summary>
    /// True when the files of <see cref="Read"/> that the change speaks of are all in the other state.
    /// </summary>
    internal bool HasItsFilesIn(LogState state) =>
        Removes.All(f => state.Has(f.Key)) && Adds.All(f => state.Has(f.Key) || !Read.State.Has(f.Key));

    /// <summary>Changes that follow each other as one: what all of them need of the version before the first.</summary>
    internal static TableChange Together(
        Snapshot read, IReadOnlyList<TableChange> changes, IReadOnlyList<FilePredicate> reads)
    {
        var readers = changes.Where(c => !c.IsBlindAppend).ToList();
        return new TableChange(
            read, [.. changes.SelectMany(c => c.Adds)],
            [.. changes.SelectMany(c => c.Removes).Where(f => read.State.Has(f.Key))],
            changes.LastOrDefault(c => c.NewMetadata is not null)?.NewMetadata,
            readers.Count == 0 && reads.Count == 0, CommitDescription.None)
        {
            Reads = readers.Exists(r => r.Reads is null) ? null : [.. reads, .. readers.SelectMany(r => r.Reads!)],
            Done = [.. changes.SelectMany(c => c.Done)],
            Domains = changes.SelectMany(c => c.Domains).GroupBy(d => d.Key).ToDictionary(
                g => g.Key, g => g.Last().Value),
        };
    }

    /// <summary>
    /// True when the file may have rows that the change has read, or would have if they had been there.
    /// </summary>
    internal bool MayRead(DataFile file) =>
        !IsBlindAppend && !OnlyMovesRows && (Reads is null || Reads.Any(r => r.MayHold(new FileFacts(file))));
}
