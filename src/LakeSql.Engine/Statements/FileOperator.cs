using LakeSql.Common.Errors;
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
        var files = LocalFiles.Expand(plan.Source);
        var refuse = GovernedPlaces(statement);
        var isDirectory = plan.Target.Relative.Length == 0 || plan.Target.Relative.EndsWith('/') || files.Count > 1
            || Directory.Exists(volume.Resolve(plan.Target.Relative));
        for (var i = 0; i < files.Count; i++)
        {
            var (file, relative) = files[i];
            refuse(file);
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
        var below = volume.List(plan.Source.Relative, true).Where(f => !f.IsDirectory).ToArray();
        var refuse = GovernedPlaces(statement);
        if (below is [var only] && only.RelativePath == plan.Source.Relative)
        {
            var target = Directory.Exists(plan.Target) || plan.Target.EndsWith('/')
                ? Path.Combine(plan.Target, Path.GetFileName(only.RelativePath)) : plan.Target;
            refuse(target);
            volume.Get(only.RelativePath, target, plan.Overwrite, statement.Cancellation);
            return OperatorResult.Affected(1);
        }

        foreach (var file in below)
        {
            var inside = file.RelativePath[plan.Source.Relative.TrimEnd('/').Length..].TrimStart('/');
            var target = Path.Combine(plan.Target, inside);
            refuse(target);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            volume.Get(file.RelativePath, target, plan.Overwrite, statement.Cancellation);
        }

        return OperatorResult.Affected(below.Length);
    }

    public static OperatorResult Run(ListFilesPlan plan, StatementContext statement)
    {
        var files = Open(plan.Path, statement).List(plan.Path.Relative, plan.Recursive)
            .OrderBy(f => f.RelativePath, StringComparer.Ordinal);
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

    /// <summary>
    /// What lies in the lake, or where one of its tables or volumes lies, is reached through these alone, where grants
    /// apply. The check is for many files.
    /// </summary>
    private static Action<string> GovernedPlaces(StatementContext statement)
    {
        var lake = statement.Lake.RealPath;
        var directories = statement.Metastore.OutsideObjects().Select(o => o.OutsidePath!).ToArray();
        return localPath =>
        {
            var real = RealPath.Of(localPath);
            if (PathText.IsWithin(real, lake))
            {
                throw ErrorCode.InvalidPath.Error($"{localPath} lies in the lake itself");
            }

            if (PathText.IsWithinAny(real, directories))
            {
                throw ErrorCode.InvalidPath.Error(
                    $"{localPath} lies in the directory of a table or volume", hint: "use that by its name");
            }
        };
    }

    private static VolumeDirectory Open(VolumePath path, StatementContext statement) =>
        statement.Lake.FilesOf(path.Volume);
}
