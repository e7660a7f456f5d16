using LakeSql.Storage.Delta.DeletionVectors;

namespace LakeSql.Storage.Delta.Changes;

/// <summary>Rows that a version brought or took away: those of one file, or some of them.</summary>
/// <param name="Version">The version.</param>
/// <param name="Timestamp">When it was committed.</param>
/// <param name="File">The file, with the path and the partition values of its log.</param>
/// <param name="Kind">What happened to the rows.</param>
/// <param name="Only">Which rows of the file; null for all.</param>
/// <param name="Except">Which rows of the file not; null for none.</param>
public sealed record ChangedFile(
    long Version, DateTimeOffset Timestamp, DataFile File, ChangeKind Kind, DeletedRows? Only, DeletedRows? Except);

/// <summary>What happened to rows.</summary>
public enum ChangeKind
{
    /// <summary>They came.</summary>
    Insert,

    /// <summary>They went.</summary>
    Delete,

    /// <summary>Each row says so itself, in a column <c>_change_type</c> of its file.</summary>
    Recorded,
}
