using LakeSql.Storage.Durability;

namespace LakeSql.Storage.Delta.Log;

/// <summary>A commit that is on the disk and waits for its number.</summary>
/// <param name="content">What it says.</param>
/// <param name="before">The version that it was written to follow.</param>
/// <param name="file">Where it is.</param>
internal sealed class PendingCommit(CommitContent content, Snapshot before, PendingFile file) : IDisposable
{
    private PendingFile file = file;
    private long versionBefore = before.Version;

    /// <summary>Makes it the version after this one; false when another has come first.</summary>
    public bool TryFollow(Snapshot current)
    {
        if (current.Version != versionBefore && content.TellsItsPlace)
        {
            file.Dispose();
            file = PendingFile.WriteSynced(Path.Combine(current.Directory, LogDirectory.Name), content.After(current));
        }

        versionBefore = current.Version;
        return file.TryName(LogDirectory.CommitPath(current.Directory, current.Version + 1));
    }

    public void Dispose() => file.Dispose();
}
