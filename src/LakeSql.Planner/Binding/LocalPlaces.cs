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
    private readonly string lake = context.Services.LakeDirectory;
    private readonly string[] objects = [.. context.Metastore.OutsideObjects().Select(o => o.OutsidePath!)];
    private readonly IReadOnlyList<Securable> locations =
        context.Metastore.Children(context.Metastore.RootId, SecurableKind.ExternalLocation);
    private readonly HashSet<Guid> asked = [];
    private Securable[]? closed;

    /// <summary>Asks for the right where a location covers the path, before anybody looks what is there.</summary>
    /// <param name="path">The path.</param>
    /// <param name="name">What records and errors call it: no more than what the statement says.</param>
    /// <returns>The path with every link followed.</returns>
    /// <exception cref="LakeSqlException">LSQ3001; LSQ2019 for devices and processes.</exception>
    public string Allow(string path, string name)
    {
        if (name.Length == 0)
        {
            throw ErrorCode.InvalidPath.Error("an empty path names no file", span);
        }

        var (full, shown) = (Path.GetFullPath(path), Path.GetFullPath(name));
        Ask(full, shown);
        var real = OutsidePath.Follow(full, shown, span);
        Ask(real, shown);
        return real;
    }

    /// <summary>
    /// The same for what is read or written. What lies in the lake, or where one of its tables or volumes lies, is
    /// reached through these alone, where grants apply.
    /// </summary>
    /// <returns>The path with every link followed.</returns>
    public string Require(string path, string name)
    {
        var real = Allow(path, name);
        if (PathText.IsWithin(real, lake))
        {
            throw ErrorCode.InvalidPath.Error($"{name} lies in the lake itself", span);
        }

        return PathText.IsWithinAny(real, objects)
            ? throw ErrorCode.InvalidPath.Error(
                $"{name} lies in the directory of a table or volume", span, "use that by its name")
            : real;
    }

    /// <summary>
    /// True where <see cref="Require"/> refuses nothing. What is below a directory, or matches a pattern, was not named
    /// by the asker: in a place that is not open nothing is found, since a denial would tell what is there.
    /// </summary>
    public bool IsOpen(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            return IsOpenText(full) && IsOpenText(RealPath.Of(full));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A link that leads in a circle.
            return false;
        }
    }

    private bool IsOpenText(string path)
    {
        closed ??= [.. locations.Where(l => !context.Metastore.Check(
            context.Metastore.EffectivePrincipals(context.User), l, privilege).Allowed)];
        return !RegularFile.IsDevice(path) && !PathText.IsWithin(path, lake) && !PathText.IsWithinAny(path, objects)
            && OutsidePath.Covering(path, closed) is null;
    }

    private void Ask(string path, string name)
    {
        if (RegularFile.IsDevice(path))
        {
            throw ErrorCode.InvalidPath.Error($"{name} is no place for files", span);
        }

        if (OutsidePath.Covering(path, locations) is { } location && asked.Add(location.Id))
        {
            context.Names.RequirePath(location, name, privilege, span);
        }
    }
}
