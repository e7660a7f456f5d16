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

    /// <summary>True when the change may follow any other change that leaves metadata and protocol alone.</summary>
    internal bool CanFollowOthers => IsBlindAppend && Removes.Count == 0 && NewMetadata is null && Done.Count == 0;
}
