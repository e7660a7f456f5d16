using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;

namespace LakeSql.Planner.Binding;

/// <summary>A place in a volume: <c>/Volumes/catalog/schema/volume/relative/path</c>.</summary>
/// <param name="Volume">The volume.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Root">The volume's root as users write it, with a slash at its end.</param>
/// <param name="Relative">The path below the volume's root, without a leading slash; empty for the root.</param>
public sealed record VolumePath(Securable Volume, string FullName, string Root, string Relative)
{
    /// <summary>The path as users write it.</summary>
    public string Text => Root + Relative;

    /// <summary>Finds the volume of a path and requires a privilege on it at once.</summary>
    public static VolumePath Bind(string path, Privilege privilege, SourceSpan span, BindContext context)
    {
        var parts = path.Split('/', 6);
        if (parts.Length < 5 || parts[0].Length > 0 || !Identifier.Same(parts[1], "Volumes"))
        {
            throw ErrorCode.InvalidPath.Error(
                $"{path} is not a path in a volume", span, "write /Volumes/<catalog>/<schema>/<volume>/<path>");
        }

        var name = new QualifiedName(span, [parts[2], parts[3], parts[4]]);
        var volume = context.Names.Object(SecurableKind.Volume, name);
        context.Names.RequireNow(volume, privilege, span);
        if (volume.OutsidePath is { } outside)
        {
            context.Resolution.Outside.Add(outside);
        }

        return new VolumePath(
            volume, context.Metastore.FullName(volume), RootOf(volume, context.Metastore),
            parts.Length == 6 ? Normal(parts[5]) : "");
    }

    /// <summary>True for a path that can only be one in a volume.</summary>
    public static bool IsVolumePath(string path) => path.Split('/', 3) is ["", var first, ..]
        && Identifier.Same(first, "Volumes");

    /// <summary>
    /// The path in a volume of what lies in its directory outside of the lake; null where the asker may not know of it.
    /// </summary>
    /// <param name="volume">The external volume.</param>
    /// <param name="real">A path in its directory, links followed.</param>
    /// <param name="context">Who asks.</param>
    public static string? Of(Securable volume, string real, BindContext context) =>
        context.Names.MayName(volume)
            ? RootOf(volume, context.Metastore) + real[volume.OutsidePath!.Length..].TrimStart('/') : null;

    private static string RootOf(Securable volume, Metastore metastore)
    {
        var schema = metastore.ById(volume.ParentId!.Value)!;
        var catalog = metastore.ById(schema.ParentId!.Value)!;
        return $"/Volumes/{catalog.Name}/{schema.Name}/{volume.Name}/";
    }

    /// <summary>Without empty parts and dots; a slash at the end stays, as it says that a directory is meant.</summary>
    private static string Normal(string relative)
    {
        var plain = string.Join('/', relative.Split('/').Where(p => p is not ("" or ".")));
        return plain.Length > 0 && relative.EndsWith('/') ? plain + "/" : plain;
    }
}
