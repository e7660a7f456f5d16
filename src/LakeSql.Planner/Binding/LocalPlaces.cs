using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Storage.Volumes;

namespace LakeSql.Planner.Binding;

/// <summary>
/// The files of this machine that PUT reads and GET writes, with the rights of the process. Where the lake has rights
/// of its own for a place those are asked for first.
/// </summary>
/// <param name="privilege">What an external location must allow where it covers a file.</param>
/// <param name="span">The statement.</param>
/// <param name="context">Who asks.</param>
internal sealed class LocalPlaces(Privilege privilege, SourceSpan span, BindContext context)
{
    private readonly string[] objects = [.. context.Metastore.OutsideObjects().Select(o => o.OutsidePath!)];
    private readonly IReadOnlyList<Securable> locations =
        context.Metastore.Children(context.Metastore.RootId, SecurableKind.ExternalLocation);
    private readonly HashSet<Guid> asked = [];

    /// <summary>Asks for the right where a location covers the path, before anybody looks what is there.</summary>
    /// <returns>The path with every link followed.</returns>
    /// <exception cref="LakeSqlException">LSQ3001; LSQ2019 for devices and processes.</exception>
    public string Allow(string path)
    {
        var full = Path.GetFullPath(path);
        Ask(full);
        var real = OutsidePath.Follow(full, path, span);
        Ask(real);
        return real;
    }

    /// <summary>
    /// The same for a file. What lies in the lake, or where one of its tables or volumes lies, is reached through these
    /// alone, where grants apply.
    /// </summary>
    /// <returns>The path with every link followed.</returns>
    public string Require(string file)
    {
        var real = Allow(file);
        if (PathText.IsWithin(real, context.Services.LakeDirectory))
        {
            throw ErrorCode.InvalidPath.Error($"{file} lies in the lake itself", span);
        }

        return PathText.IsWithinAny(real, objects)
            ? throw ErrorCode.InvalidPath.Error(
                $"{file} lies in the directory of a table or volume", span, "use that by its name")
            : real;
    }

    private void Ask(string path)
    {
        if (RegularFile.IsDevice(path))
        {
            throw ErrorCode.InvalidPath.Error($"{path} is no place for files", span);
        }

        if (OutsidePath.Covering(path, locations) is { } location && asked.Add(location.Id))
        {
            context.Names.RequirePath(location, path, privilege, span);
        }
    }
}
