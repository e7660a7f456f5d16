using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Access;
using LakeSql.Storage.Volumes;

namespace LakeSql.Planner.Binding;

/// <summary>A place outside of the lake that a statement names: <c>/data/a</c>, <c>file:///data/a</c>.</summary>
/// <param name="Text">The absolute path as users write it.</param>
/// <param name="Real">The path that the system opens: every link followed.</param>
public sealed record OutsidePath(string Text, string Real)
{
    private const string Scheme = "file:";

    /// <summary>The absolute path that the text means, without looking whether something is there.</summary>
    /// <param name="written">The text.</param>
    /// <param name="span">Where it stands.</param>
    /// <param name="hint">What could be written in the place of one that is no absolute path.</param>
    public static string Parse(string written, SourceSpan span, string hint = "write /dir or file:///dir")
    {
        var path = written.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? OfUrl(written[Scheme.Length..], span) : written;
        if (path.Contains('\0') || !Path.IsPathFullyQualified(path))
        {
            throw ErrorCode.InvalidPath.Error(
                $"{written.Replace('\0', '\uFFFD')} is not an absolute path", span, hint);
        }

        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }

    /// <summary>It is spelled file:/p, file://host/p and file:///p; a sign such as # belongs to the path.</summary>
    private static string OfUrl(string rest, SourceSpan span)
    {
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = rest.IndexOf('/', 2) is >= 0 and var found ? found : rest.Length;
            if (rest[2..slash] is not "" and not "localhost" and var host)
            {
                throw ErrorCode.InvalidPath.Error($"{host} is not this machine", span, "write file:///dir");
            }

            rest = rest[slash..];
        }

        return Uri.UnescapeDataString(rest);
    }

    /// <summary>
    /// Requires a privilege on an external location that covers the path, and only then looks where its links lead:
    /// there it is required again.
    /// </summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="name">The path in records and errors: it may be a pattern below <paramref name="path"/>.</param>
    /// <param name="privilege">What is to be done there.</param>
    /// <param name="span">Where the statement names it.</param>
    /// <param name="context">Who asks.</param>
    public static OutsidePath Bind(
        string path, string name, Privilege privilege, SourceSpan span, BindContext context)
    {
        context.Names.RequirePath(Covering(path, context.Metastore), name, privilege, span);
        var real = Follow(path, name, span);
        if (real != path)
        {
            context.Names.RequirePath(
                Covering(real, context.Metastore), name == path ? real : $"{real} ({name})", privilege, span);
        }

        RefuseLake(real, name, span, context);
        return new OutsidePath(path, real);
    }

    /// <summary>Refuses what would lead around the grants on the lake's own tables, volumes and models.</summary>
    public static void RefuseLake(string real, string name, SourceSpan span, BindContext context)
    {
        if (PathText.Overlap(real, context.Services.LakeDirectory))
        {
            throw ErrorCode.InvalidPath.Error(
                $"{name} is not outside of the lake's own directory", span,
                "use tables and models by their names, and files by /Volumes/…");
        }
    }

    /// <summary>Refuses a directory that shares files with an external location.</summary>
    /// <remarks>Which location it is, is not told: the asker may not know of it.</remarks>
    public void RefuseOtherLocations(Metastore metastore, SourceSpan span)
    {
        if (metastore.Children(metastore.RootId, SecurableKind.ExternalLocation).Any(l =>
            PathText.Overlap(Real, l.Properties["path"]) || PathText.Overlap(Text, l.Properties["url"])))
        {
            throw ErrorCode.PathOverlap.Error($"{Text} overlaps another external location", span);
        }
    }

    /// <summary>Refuses a directory that shares files with a table or volume.</summary>
    /// <remarks>Which one it is, is not told: the asker may not know of it.</remarks>
    public void RefuseOtherObjects(Metastore metastore, SourceSpan span)
    {
        if (metastore.OutsideObjects().Any(o => PathText.Overlap(Real, o.OutsidePath!)))
        {
            throw ErrorCode.PathOverlap.Error($"{Text} overlaps the directory of another table or volume", span);
        }
    }

    /// <summary>Refuses a place where a file would change a table, or be in a volume without a right on it.</summary>
    public void RefuseWithinObjects(SourceSpan span, BindContext context)
    {
        var objects = context.Metastore.OutsideObjects();
        if (objects.FirstOrDefault(o => PathText.IsWithin(Real, o.OutsidePath!)) is { } found)
        {
            throw ErrorCode.InvalidPath.Error(
                $"{Text} lies in the directory of a {found.Kind.SqlName().ToLowerInvariant()}", span,
                found.Kind == SecurableKind.Table ? "use the table by its name"
                    : VolumePath.Of(found, Real, context) is { } path ? $"write {path}"
                    : "write /Volumes/<catalog>/<schema>/<volume>/<path>");
        }
    }

    /// <summary>The path with every link followed.</summary>
    public static string Follow(string path, string name, SourceSpan span)
    {
        try
        {
            return RealPath.Of(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LakeSqlException(ErrorCode.InvalidPath, $"{name} cannot be followed", span, null, e)
            {
                Detail = e.Message,
            };
        }
    }

    /// <summary>The location that covers the path; the metastore where none does: its admin needs none.</summary>
    public static Securable Covering(string path, Metastore metastore) =>
        Covering(path, metastore.Children(metastore.RootId, SecurableKind.ExternalLocation))
        ?? metastore.ById(metastore.RootId)!;

    /// <summary>That of the locations which covers the path; null where none does.</summary>
    public static Securable? Covering(string path, IEnumerable<Securable> locations) => locations.FirstOrDefault(
        l => PathText.IsWithin(path, l.Properties["url"]) || PathText.IsWithin(path, l.Properties["path"]));
}
