using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>Local files to be copied into a volume.</summary>
public sealed record PutPlan(string Source, VolumePath Target, bool Overwrite) : StatementPlan("PUT");

/// <summary>A file or directory of a volume to be copied out.</summary>
public sealed record GetFilePlan(VolumePath Source, string Target, bool Overwrite) : StatementPlan("GET");

/// <summary>Files of a volume to be listed.</summary>
public sealed record ListFilesPlan(VolumePath Path, bool Recursive) : StatementPlan("LIST");

/// <summary>A file or directory of a volume to be deleted.</summary>
public sealed record RemoveFilePlan(VolumePath Path) : StatementPlan("REMOVE");

internal static class FileBinder
{
    public static PutPlan Bind(Put put, BindContext context) =>
        new(put.Source, Written(put.Target, put, context), put.Overwrite);

    public static GetFilePlan Bind(GetFile get, BindContext context)
    {
        var source = VolumePath.Bind(get.Source, Privilege.ReadVolume, get.Span, context);
        context.Resolution.Reads.Add(new ObjectUse(source.FullName, "VOLUME", null));
        return new GetFilePlan(source, get.Target, get.Overwrite);
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
