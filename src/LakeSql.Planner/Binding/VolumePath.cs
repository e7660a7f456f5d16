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
        var schema = context.Metastore.ById(volume.ParentId!.Value)!;
        var catalog = context.Metastore.ById(schema.ParentId!.Value)!;
        return new VolumePath(
            volume, context.Metastore.FullName(volume), $"/Volumes/{catalog.Name}/{schema.Name}/{volume.Name}/",
            parts.Length == 6 ? Normal(parts[5]) : "");
    }

    /// <summary>Without empty parts and dots; a slash at the end stays, as it says that a directory is meant.</summary>
    private static string Normal(string relative)
    {
        var plain = string.Join('/', relative.Split('/').Where(p => p is not ("" or ".")));
        return plain.Length > 0 && relative.EndsWith('/') ? plain + "/" : plain;
    }
}
