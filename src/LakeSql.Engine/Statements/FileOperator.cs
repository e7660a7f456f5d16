using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Sessions;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Volumes;

namespace LakeSql.Engine.Statements;

/// <summary>Files between this machine and volumes.</summary>
internal static class FileOperator
{
    private static readonly (string, DataType)[] FileColumns =
    [
        ("path", PrimitiveType.String),
        ("name", PrimitiveType.String),
        ("size", PrimitiveType.BigInt),
        ("modification_time", PrimitiveType.Timestamp),
        ("is_directory", PrimitiveType.Boolean),
    ];

    public static OperatorResult Run(PutPlan plan, StatementContext statement)
    {
        var volume = Open(plan.Target, statement);
        var files = plan.Files;
        var isDirectory = plan.Target.Relative.Length == 0 || plan.Target.Relative.EndsWith('/') || files.Count > 1
            || Directory.Exists(volume.Resolve(plan.Target.Relative));
        for (var i = 0; i < files.Count; i++)
        {
            var (file, relative) = files[i];
            var target = isDirectory ? $"{plan.Target.Relative.TrimEnd('/')}/{relative}".TrimStart('/')
                : plan.Target.Relative;
            volume.Put(file, target, plan.Overwrite, statement.Cancellation);
            statement.Session.Report(new StatementProgress($"{i + 1} of {files.Count} files", (i + 1.0) / files.Count));
        }

        return OperatorResult.Affected(files.Count);
    }

    public static OperatorResult Run(GetFilePlan plan, StatementContext statement)
    {
        var volume = Open(plan.Source, statement);
        foreach (var (relative, target) in plan.Files)
        {
            volume.Get(relative, target, plan.Overwrite, statement.Cancellation);
        }

        return OperatorResult.Affected(plan.Files.Count);
    }

    public static OperatorResult Run(ListFilesPlan plan, StatementContext statement)
    {
        var files = Open(plan.Path, statement).List(plan.Path.Relative, plan.Recursive, statement.Cancellation)
            .OrderBy(f => f.RelativePath, StringComparer.Ordinal).ToArray();
        return OperatorResult.Table(FileColumns, files.Select(f => new object?[]
        {
            plan.Path.Root + f.RelativePath, Path.GetFileName(f.RelativePath), f.Length, f.ModificationTime,
            f.IsDirectory,
        }));
    }

    public static OperatorResult Run(RemoveFilePlan plan, StatementContext statement)
    {
        Open(plan.Path, statement).Remove(plan.Path.Relative);
        return OperatorResult.None;
    }

    private static VolumeDirectory Open(VolumePath path, StatementContext statement) =>
        statement.Lake.FilesOf(path.Volume);
}
