using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Storage.Volumes;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>Local files to be copied into a volume.</summary>
/// <param name="Files">The files, links followed, each with the path under which it is stored below the target.</param>
/// <param name="Target">The file or directory of the volume.</param>
/// <param name="Overwrite">True where files may be there already.</param>
public sealed record PutPlan(
    IReadOnlyList<(string File, string Relative)> Files, VolumePath Target, bool Overwrite) : StatementPlan;

/// <summary>A file or directory of a volume to be copied out.</summary>
/// <param name="Source">What is copied.</param>
/// <param name="Files">Each file's path below the volume, and the local file that it becomes.</param>
/// <param name="Overwrite">True where files may be there already.</param>
public sealed record GetFilePlan(
    VolumePath Source, IReadOnlyList<(string Relative, string Target)> Files, bool Overwrite) : StatementPlan;

/// <summary>Files of a volume to be listed.</summary>
public sealed record ListFilesPlan(VolumePath Path, bool Recursive) : StatementPlan;

/// <summary>A file or directory of a volume to be deleted.</summary>
public sealed record RemoveFilePlan(VolumePath Path) : StatementPlan;

internal static class FileBinder
{
    public static PutPlan Bind(Put put, BindContext context)
    {
        var target = Written(put.Target, put, context);
        var places = new LocalPlaces(Privilege.ReadFiles, put.Span, context);
        var local = new LocalFiles(put.Source, places.IsOpen, context.Services.Cancellation);
        places.Require(local.Root, put.Source);
        var files = local.Find().Select(f => (places.Require(f.File, put.Source), f.Relative)).ToArray();
        foreach (var (file, _) in files)
        {
            RegularFile.Require(file, new FileInfo(file).Length, file, put.Span);
        }

        return new PutPlan(files, target, put.Overwrite);
    }

    public static GetFilePlan Bind(GetFile get, BindContext context)
    {
        var source = VolumePath.Bind(get.Source, Privilege.ReadVolume, get.Span, context);
        context.Resolution.Reads.Add(new ObjectUse(source.FullName, "VOLUME", null));
        var places = new LocalPlaces(Privilege.WriteFiles, get.Span, context);
        places.Allow(get.Target, get.Target);
        var files = Targets(source, get.Target, context).ToArray();
        Array.ForEach(files, f => places.Require(f.Target, f.Target));
        return new GetFilePlan(source, files, get.Overwrite);
    }

    /// <summary>
    /// One file takes the name that is given, or its own in a directory; what is in a directory keeps its names.
    /// </summary>
    private static IEnumerable<(string Relative, string Target)> Targets(
        VolumePath source, string target, BindContext context)
    {
        var below = context.Services.FilesOf(source.Volume)
            .List(source.Relative, recursive: true, context.Services.Cancellation)
            .Where(f => !f.IsDirectory).ToArray();
        if (below is [{ RelativePath: var only }] && only == source.Relative)
        {
            return [(only, Directory.Exists(target) || target.EndsWith('/')
                ? Path.Combine(target, Path.GetFileName(only)) : target)];
        }

        return below.Select(f => (f.RelativePath, Path.Combine(
            target, f.RelativePath[source.Relative.TrimEnd('/').Length..].TrimStart('/'))));
    }

    public static ListFilesPlan Bind(ListFiles list, BindContext context) =>
        new(VolumePath.Bind(list.Path, Privilege.ReadVolume, list.Span, context), list.Recursive);

    public static RemoveFilePlan Bind(RemoveFile remove, BindContext context)
    {
        var path = Written(remove.Path, remove, context);
        return path.Relative.Length > 0
            ? new RemoveFilePlan(path)
            : throw ErrorCode.InvalidPath.Error(
                "REMOVE needs a path below the volume", remove.Span, $"DROP VOLUME {path.FullName}");
    }

    private static VolumePath Written(string path, Syntax.Trees.Statement statement, BindContext context)
    {
        var bound = VolumePath.Bind(path, Privilege.WriteVolume, statement.Span, context);
        context.Resolution.Target = new ObjectUse(bound.FullName, "VOLUME", null);
        return bound;
    }
}
