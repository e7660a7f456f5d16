using LakeSql.Common.Errors;
using LakeSql.Storage.Durability;

namespace LakeSql.Storage.Delta.Log;

/// <summary>Paths of data files: URIs in the log, file system paths everywhere else.</summary>
internal static class DataPath
{
    /// <summary>The path for the log: each segment percent-encoded; '=' stays, as in hive-style directories.</summary>
    public static string Encode(string path) =>
        Path.IsPathRooted(path)
            ? new Uri(Path.GetFullPath(path)).AbsoluteUri
            : string.Join('/', path.Split('/').Select(EncodeSegment));

    /// <summary>The path that a log's URI means.</summary>
    public static string Decode(string logPath)
    {
        if (!logPath.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return Uri.UnescapeDataString(logPath);
        }

        // Writers spell it file:/p, file://host/p and file:///p; only the path counts.
        var rest = logPath["file:".Length..];
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = rest.IndexOf('/', 2);
            rest = slash < 0 ? "/" : rest[slash..];
        }

        return Uri.UnescapeDataString(rest);
    }

    /// <summary>The absolute path of a file of the table in <paramref name="root"/>.</summary>
    /// <remarks>
    /// The log is as trustworthy as whoever can write it, and who may read this table may not read all else that the
    /// process can: so the file must lie in the table's directory, on whatever way the log leads there.
    /// </remarks>
    /// <exception cref="LakeSqlException">
    /// LSQ4002 when a relative path or a link leads out of the table, LSQ4003 when an absolute one does.
    /// </exception>
    public static string Resolve(string root, string path)
    {
        if (path.Contains("://", StringComparison.Ordinal))
        {
            throw ErrorCode.UnsupportedTableFeature.Error($"the table's file {path} is not on this file system");
        }

        if (path.Contains('\0') || path.Split('/', '\\').Contains(".."))
        {
            throw Outside(root, path);
        }

        var full = Path.GetFullPath(Path.Combine(root, path));
        var inside = Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar;
        if (!full.StartsWith(inside, StringComparison.Ordinal))
        {
            throw Path.IsPathRooted(path)
                ? ErrorCode.UnsupportedTableFeature.Error($"the table in {root} uses a file from elsewhere: {path}")
                : Outside(root, path);
        }

        return Links.IsCrossed(root, full) ? throw Outside(root, path) : full;
    }

    private static LakeSqlException Outside(string root, string path) => ErrorCode.LogCorrupt.Error(
        $"the log of {root} names a file outside the table: {path.Replace('\0', '\uFFFD')}");

    private static string EncodeSegment(string segment) =>
        Uri.EscapeDataString(segment).Replace("%3D", "=", StringComparison.Ordinal);
}
