namespace LakeSql.Storage.Durability;

/// <summary>Symbolic links, which lead out of directories that must not be left.</summary>
internal static class Links
{
    /// <summary>True when a step from <paramref name="root"/> down to <paramref name="path"/> is a link.</summary>
    /// <remarks>The root itself may be one: who named the root chose it. A step that does not exist is none.</remarks>
    public static bool IsCrossed(string root, string path)
    {
        for (var at = path; at is not null && at.Length > root.Length; at = Path.GetDirectoryName(at))
        {
            if (new FileInfo(at).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }
}
